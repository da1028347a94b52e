import {
  classifyError,
  isBotChallenge,
  isJsonObject,
  mediaType,
  parseJson,
  ProviderError,
  createResponseError,
  readNumber,
  readObject,
  readRequestId,
  readString,
} from '@understudy/core/provider';
import type { Clock, HttpResponse, VendorErrorDetails } from '@understudy/core/provider';

/** What the site said about a failure; its wording is for classification and goes no further. */
export interface ErrorDetails extends Omit<VendorErrorDetails, 'status'> {
  /** From `clears_in`. */
  readonly retryAfterMs?: number | undefined;
}

/** A site that repeats a token where a code belongs must not get it into a message. */
const codeShape = /^[a-z][a-z_]{0,63}$/;

/** The complaint in a JSON body: `detail` or `error`, a sentence or an object. Undefined if it has none. */
export function decodeErrorDetails(body: unknown): ErrorDetails | undefined {
  if (!isJsonObject(body)) return undefined;
  const vendorMessage = readString(body, 'detail') ?? readString(body, 'error');
  if (vendorMessage !== undefined) return { vendorMessage };
  const told = readObject(body, 'detail') ?? readObject(body, 'error');
  if (told) return readDetail(told);
  // Said of a login in a body with status 200.
  const code = readNumber(body, 'code');
  return code !== undefined && code >= 400 ? readDetail(body) : undefined;
}

function readDetail(detail: unknown): ErrorDetails {
  const seconds = readNumber(detail, 'clears_in');
  return {
    vendorMessage: readString(detail, 'message'),
    vendorCode: readCode(detail, 'code'),
    vendorType: readCode(detail, 'type'),
    retryAfterMs: seconds !== undefined && seconds >= 0 ? seconds * 1000 : undefined,
  };
}

function readCode(detail: unknown, name: string): string | undefined {
  const code = readString(detail, name);
  return code !== undefined && codeShape.test(code) ? code : undefined;
}

/** A complaint from inside an answer, as an error. */
export function createInBandError(complaint: ErrorDetails): ProviderError {
  return new ProviderError({
    code: classifyError(complaint),
    message: 'expected an answer, and the site reported an error of its own in it',
    retryAfterMs: complaint.retryAfterMs,
  });
}

/** What was asked for, in the words of a message. */
export interface Expectation {
  /** As in `the login`. */
  readonly what: string;
  /** What should come, as in `JSON`. */
  readonly expected: string;
}

/** The error that a response amounts to which is not what was asked for; `body` is from `readRefusal`. */
export function decodeError(
  response: HttpResponse,
  body: string,
  { what: operation, expected }: Expectation,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const requestId = readRequestId(headers);
  if (isBotChallenge(response, body) || isChallengePage(response, body)) {
    const message = `${operation} was answered with a page that only a person can pass (status ${status})`;
    return new ProviderError({ code: 'blocked', message, status, requestId });
  }
  const complaint = decodeErrorDetails(parseJson(body));
  if (complaint || status >= 300) {
    const vendorMessage = mediaType(headers) === 'text/plain' ? body : undefined;
    return createResponseError(response, { operation, vendorMessage, ...complaint }, clock);
  }
  const message = `${operation}: expected ${expected}, and ${tellWhatCame(response)} came`;
  return new ProviderError({ code: 'malformed-response', message, status, requestId });
}

/** The same page under a status that says nothing is wrong. */
function isChallengePage(response: HttpResponse, body: string): boolean {
  if (mediaType(response.headers) !== 'text/html') return false;
  return /just a moment|challenge-platform/i.test(body);
}

function tellWhatCame(response: HttpResponse): string {
  const type = mediaType(response.headers);
  if (type === undefined) return 'something without a content type';
  return ['text/html', 'application/json', 'text/plain'].includes(type) ? type : 'another type';
}
