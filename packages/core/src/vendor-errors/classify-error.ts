import type { ErrorCode } from '../chat/error-code.ts';
import { findCode } from './rules/code-rules.ts';
import { classifyParameter, isDescriptionPath, isPromptPath } from './rules/parameter-rules.ts';
import { findRequestTexts, removePromptPart, removeRequestTexts } from './rules/request-texts.ts';
import { findWording, isMalformedRequest } from './rules/wording-rules.ts';
import { cleanMessage, maxMessageLength } from './vendor-message.ts';

/** The fields of a vendor's error response. They are used to classify the error and are not kept. */
export interface VendorErrorDetails {
  /** The HTTP status. Undefined for an error inside a stream. */
  readonly status?: number | undefined;
  /** The error code of the vendor, for example `insufficient_quota`. */
  readonly vendorCode?: string | undefined;
  /** The error type of the vendor, for example `rate_limit_error`. */
  readonly vendorType?: string | undefined;
  /** The reason in the details of the error, for example `API_KEY_INVALID`. */
  readonly reason?: string | undefined;
  /** The field of the request that the error is about, for example `temperature`. */
  readonly param?: string | undefined;
  /** The error message of the vendor. */
  readonly vendorMessage?: string | undefined;
}

/** A status below 400 reports no error, so the response itself is wrong. */
function classifyStatus(status: number): ErrorCode {
  if (status < 400) return 'malformed-response';
  if (status === 529) return 'overloaded';
  if (status >= 500) return 'server-error';
  switch (status) {
    case 400:
    case 422:
      return 'request-rejected';
    case 401:
      return 'authentication-failed';
    case 402:
      return 'quota-exhausted';
    case 403:
      return 'permission-denied';
    case 404:
    case 410:
      return 'model-not-found';
    case 408:
      return 'timeout';
    case 413:
      return 'context-length-exceeded';
    case 429:
      return 'rate-limited';
    default:
      return 'request-rejected';
  }
}

/** The codes of messages that decide before a parameter that the vendor names too. */
const strongWordings: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode | undefined>([
  'authentication-failed',
  'quota-exhausted',
  'context-length-exceeded',
  'content-filtered',
  'unsupported-feature',
  'unsupported-parameter',
]);

/**
 * Returns the error code for a vendor's error response.
 *
 * The vendor's code decides first, then its reason, its type, its message, the parameter, then the HTTP status. A
 * parameter decides before a message about a rate limit, an overload, a permission or a model. Text in the message that
 * can be a copy of the request does not decide: quotes, JSON, names, and texts of `requestBody`. The same rules apply
 * to an error inside a response with status 200 or inside a stream, which is `server-error` if nothing else matches. A
 * response with a status below 400 and no error details is `malformed-response`.
 *
 * @param requestBody - the JSON that was sent
 */
export function classifyError(details: VendorErrorDetails, requestBody?: string): ErrorCode {
  return classifyCodes(details) ?? classifyWords(details, requestBody);
}

/** A message that is only the name of an error: "Overloaded", "Rate limit exceeded." */
const shortName = /^([a-z]+(?:[ _][a-z]+){0,4})[.!]?$/i;

/** A type is less specific than a code and a reason. Gemini's type of a rate limit can mean credit that is used up. */
function classifyCodes(details: VendorErrorDetails): ErrorCode | undefined {
  const { status, vendorCode, reason, vendorType, param } = details;
  if (vendorCode === 'string_above_max_length') return classifyLongText(param);
  const code = findCode(vendorCode) ?? findCode(reason);
  if (code !== undefined) return code;
  const type = findCode(vendorType);
  return type === 'rate-limited' && status === 402 ? 'quota-exhausted' : type;
}

/** Other vendors accept longer prompts, and longer descriptions of tools. */
function classifyLongText(param: string | undefined): ErrorCode {
  if (isPromptPath(param)) return 'context-length-exceeded';
  return isDescriptionPath(param) ? 'unsupported-parameter' : 'invalid-request';
}

function classifyWords(details: VendorErrorDetails, requestBody: string | undefined): ErrorCode {
  const { status, param, vendorMessage = '' } = details;
  const words = findOwnWords(vendorMessage, requestBody);
  const wording =
    findCode(shortName.exec(vendorMessage.slice(0, 64))?.[1]) ?? findWording(words)?.code;
  const isRejection = status === 400 || status === 422;
  const parameter = isRejection || isInBand(details) ? classifyParameter(param, words) : undefined;
  if (wording !== undefined && (parameter === undefined || strongWordings.has(wording))) {
    return wording;
  }
  // The content of a chat is named in errors of several kinds.
  if (parameter === 'invalid-request') return wording ?? parameter;
  if (parameter !== undefined) return parameter;
  if (isRejection && isMalformedRequest(words)) return 'invalid-request';
  return isInBand(details) ? 'server-error' : classifyStatus(status ?? 200);
}

/** A message can repeat several texts of the request. */
const maxCopies = 16;

/** Returns the vendor's message without text of the request. */
function findOwnWords(vendorMessage: string, requestBody: string | undefined): string {
  const words = cleanMessage(vendorMessage);
  if (requestBody === undefined || !findWording(words)) return words;
  const start = vendorMessage.slice(0, maxMessageLength).toLowerCase();
  const { copies, prompts } = findRequestTexts(requestBody, start);
  let message = removeRequestTexts(
    start,
    copies.filter((text) => findWording(text)),
  );
  let own = message === start ? words : cleanMessage(message);
  for (let count = 0; count < maxCopies; count += 1) {
    const found = findWording(own);
    const rest = found ? removePromptPart(message, prompts, found.phrase) : message;
    if (rest === message) break;
    message = rest;
    own = cleanMessage(message);
  }
  return own;
}

function isInBand(details: VendorErrorDetails): boolean {
  const { status, vendorCode, vendorType, vendorMessage } = details;
  const hasDetails = (vendorCode ?? vendorType ?? vendorMessage) !== undefined;
  return status === undefined || (status < 300 && hasDetails);
}
