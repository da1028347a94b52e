import type { ErrorCode, JsonObject } from '@understudy/core/provider';
import { isJsonObject, readObject, readString, readWait } from '@understudy/provider-utils';

/** The error that the API reported. */
export interface WireError {
  /** The code in the details of the error. */
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** Use it for classification only: it may contain secrets or the prompt. */
  readonly message?: string | undefined;
  /** The error code of Understudy, if the code, the type or the message of the API determines it. */
  readonly errorCode?: ErrorCode | undefined;
  /** The delay in the body, in a field or in the message. */
  readonly retryAfterMs?: number | undefined;
}

/** A word. Keys contain digits or a dash, and proxies may echo them. */
const wordShape = /^[a-z][a-z_]{0,63}$/i;

/**
 * Decodes the error in a JSON body: `{ type: "error", error: { type, message, details } }`, without the outer type, or
 * with the fields of the error beside it.
 *
 * Returns undefined if the body contains no error.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, delays that are points in time are ignored
 */
export function decodeErrorBody(json: unknown, now?: number): WireError | undefined {
  if (!isJsonObject(json)) return undefined;
  const { type, error, ...fields } = json;
  if (isJsonObject(error)) return readError(error, now);
  if (typeof error === 'string' && error !== '') return readError({ message: error }, now);
  return type === 'error' ? readError(fields, now) : undefined;
}

function readError(error: JsonObject, now: number | undefined): WireError {
  const code = readWord(readObject(error, 'details'), 'error_code') ?? readWord(error, 'code');
  const type = readWord(error, 'type');
  const message = readString(error, 'message');
  return {
    code,
    type,
    message,
    errorCode: findErrorCode(code, type, message),
    retryAfterMs: readWait(error, message ?? '', now),
  };
}

function readWord(value: unknown, name: string): string | undefined {
  const word = readString(value, name);
  return word !== undefined && wordShape.test(word) ? word : undefined;
}

const codesByWord: ReadonlyMap<string, ErrorCode> = new Map([
  ['organization_on_hold', 'permission-denied'],
  ['enforced_spend_limit_reached', 'quota-exhausted'],
  ['contract_spend_limit_reached', 'quota-exhausted'],
  ['ramp_limit_exceeded', 'rate-limited'],
  ['authentication_error', 'authentication-failed'],
  ['permission_error', 'permission-denied'],
  ['billing_error', 'quota-exhausted'],
  ['not_found_error', 'model-not-found'],
  ['conflict_error', 'invalid-request'],
  ['request_too_large', 'context-length-exceeded'],
  ['rate_limit_error', 'rate-limited'],
  ['api_error', 'server-error'],
  ['timeout_error', 'timeout'],
  ['overloaded_error', 'overloaded'],
]);

/** The beginnings of messages. What follows can contain text of the request, so that it does not decide. */
const codesByMessage: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^prompt is too long/i, 'context-length-exceeded'],
  [/^input length and `?max_tokens`? exceed context limit/i, 'context-length-exceeded'],
  [/^your credit balance is too low/i, 'quota-exhausted'],
  [/^you have reached your specified API usage limits/i, 'quota-exhausted'],
  [/^you['\u2019]re out of extra usage/i, 'quota-exhausted'],
  [/^output blocked by content filtering policy/i, 'content-filtered'],
  [
    /^["`]?[a-z_.]{1,64}["`]? is (?:not supported|deprecated) for this model/i,
    'unsupported-parameter',
  ],
  [/^this model does not support/i, 'unsupported-parameter'],
];

/** The code decides before the type. `invalid_request_error` has several meanings. */
function findErrorCode(
  code: string | undefined,
  type: string | undefined,
  message: string | undefined,
): ErrorCode | undefined {
  if (code?.startsWith('linked_organization_') === true) return 'quota-exhausted';
  const known = codesByWord.get(code ?? '') ?? codesByWord.get(type ?? '');
  if (known !== undefined || message === undefined) return known;
  return codesByMessage.find(([beginning]) => beginning.test(message))?.[1];
}
