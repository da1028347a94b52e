import { removeQuotes } from '@understudy/core/internal';
import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import {
  isJsonObject,
  parseJson,
  readArray,
  readNumber,
  readString,
  readWait,
} from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';
import { findInnerJson } from '@understudy/provider-utils/internal';

/**
 * Decodes the error in a JSON body or a chunk of a stream, or in a list of them.
 *
 * A chunk with candidates is not an error.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, delays that are points in time are ignored
 */
export function decodeErrorBody(body: JsonValue, now?: number): VendorError | undefined {
  // A stream without `alt=sse` is a list.
  if (Array.isArray(body)) {
    return body.length === 1 ? decodeErrorBody(body[0] ?? null, now) : undefined;
  }
  const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : undefined;
  const message = error ? readString(error, 'message') : readPlainMessage(body);
  if (!error && message === undefined) return undefined;
  // A proxy puts the error of the API into the message of its own. The words of another error are no reason.
  const inner = decodeErrorBody(parseJson(findInnerJson(message ?? '') ?? '') ?? null, now);
  if (inner?.status !== undefined) return inner;
  const details = readArray(error, 'details') ?? [];
  const status = readNumber(error, 'code');
  const vendorType = readString(error, 'status');
  const code = decideCode({ status, vendorType, message: message ?? '', details });
  return {
    vendorMessage: message,
    vendorType,
    status,
    reason: findText(details, 'reason'),
    param: findField(details),
    code,
    // The API sends a delay of seconds for a quota per day too.
    retryAfterMs:
      code === 'quota-exhausted' ? undefined : readWait(error ?? {}, message ?? '', now),
  };
}

/** Proxies send an error as a text. */
function readPlainMessage(body: JsonValue): string | undefined {
  if (!isJsonObject(body) || body.candidates !== undefined) return undefined;
  return readString(body, 'error') ?? readString(body, 'message');
}

interface ErrorFacts {
  readonly status: number | undefined;
  readonly vendorType: string | undefined;
  readonly message: string;
  readonly details: readonly unknown[];
}

/** Quotas that do not become free within minutes. */
const longQuota = /PerDay|PerMonth/;
const spentQuota = /\blimit: 0\b|prepa(?:id|yment)|spend(?:ing)? (?:cap|limit)|depleted/i;

/** "Penalty is not enabled for models/gemini-2.5-pro", "Thinking level MINIMAL is not supported for this model" */
const unsupportedSetting = /\bnot (?:enabled|supported) for (?:this model|models\/)/;

/** "Request payload size exceeds the limit: 20971520 bytes." */
const sizeLimit = /^request payload size exceeds the limit/i;

/** Returns the code of errors that their type alone does not decide. */
function decideCode({ status, vendorType, message, details }: ErrorFacts): ErrorCode | undefined {
  if (status === 402) return 'quota-exhausted';
  switch (vendorType) {
    case 'RESOURCE_EXHAUSTED':
      return decideQuota(message, details);
    case 'FAILED_PRECONDITION':
      return 'permission-denied';
    case 'CANCELLED':
      return 'timeout';
    case 'INVALID_ARGUMENT':
      if (sizeLimit.test(message)) return 'context-length-exceeded';
      return unsupportedSetting.test(removeQuotes(message)) ? 'unsupported-parameter' : undefined;
    case 'PERMISSION_DENIED':
      // The API reports a missing key as a missing permission.
      return /unregistered callers/.test(message) ? 'authentication-failed' : undefined;
    default:
      return undefined;
  }
}

/** The same words are used for the limits per minute, per day and of the account. The details decide. */
function decideQuota(message: string, details: readonly unknown[]): ErrorCode {
  const violations = details.flatMap((detail) => readArray(detail, 'violations') ?? []);
  const quotas = violations.map((violation) => readString(violation, 'quotaId') ?? '');
  const isLong = quotas.some((quota) => longQuota.test(quota));
  return isLong || spentQuota.test(message) ? 'quota-exhausted' : 'rate-limited';
}

function findText(details: readonly unknown[], name: string): string | undefined {
  return details.map((detail) => readString(detail, name)).find((text) => text !== undefined);
}

function findField(details: readonly unknown[]): string | undefined {
  const violations = details.flatMap((detail) => readArray(detail, 'fieldViolations') ?? []);
  return findText(violations, 'field');
}
