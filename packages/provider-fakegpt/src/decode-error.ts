import { ProviderError } from '@understudy/core/provider';
import type { Clock, HttpResponse } from '@understudy/core/provider';
import {
  classifyError,
  createResponseError,
  isBotChallenge,
  isJsonObject,
  mediaType,
  parseJson,
  readNumber,
  readObject,
  readRequestId,
  readString,
} from '@understudy/provider-utils';
import type { VendorErrorDetails } from '@understudy/provider-utils';

/** The error that the server reported. */
export interface ErrorDetails extends Omit<VendorErrorDetails, 'status'> {
  /** From `clears_in`. */
  readonly retryAfterMs?: number | undefined;
}

/** A code is part of error messages, and a server may send a token in its place. */
const codeShape = /^[a-z][a-z_]{0,63}$/;

/** Decodes the error in a JSON body: `detail` or `error`, as a string or an object. */
export function decodeErrorDetails(body: unknown): ErrorDetails | undefined {
  if (!isJsonObject(body)) return undefined;
  const vendorMessage = readString(body, 'detail') ?? readString(body, 'error');
  if (vendorMessage !== undefined) return { vendorMessage };
  const details = readObject(body, 'detail') ?? readObject(body, 'error');
  if (details) return readDetails(details);
  // The server reports a failed login with status 200 and this body.
  const code = readNumber(body, 'code');
  return code !== undefined && code >= 400 ? readDetails(body) : undefined;
}

function readDetails(details: unknown): ErrorDetails {
  const seconds = readNumber(details, 'clears_in');
  return {
    vendorMessage: readString(details, 'message'),
    vendorCode: readCode(details, 'code'),
    vendorType: readCode(details, 'type'),
    retryAfterMs: seconds !== undefined && seconds >= 0 ? seconds * 1000 : undefined,
  };
}

function readCode(details: unknown, name: string): string | undefined {
  const code = readString(details, name);
  return code !== undefined && codeShape.test(code) ? code : undefined;
}

/** Creates the error that the server reports inside a stream. */
export function createInBandError(details: ErrorDetails): ProviderError {
  return new ProviderError({
    code: classifyError(details),
    message: 'the response contains an error',
    retryAfterMs: details.retryAfterMs,
  });
}

/** The request and the expected response, for error messages. */
export interface Expectation {
  /** For example `login`. */
  readonly operation: string;
  /** For example `JSON`. */
  readonly expected: string;
}

/**
 * Creates the error for a response that is not the expected one.
 *
 * @param body - the result of `readErrorBody()`
 */
export function decodeError(
  response: HttpResponse,
  body: string,
  { operation, expected }: Expectation,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const requestId = readRequestId(headers);
  if (isBotChallenge(response, body) || isChallengePage(response, body)) {
    const message = `${operation} blocked by a bot challenge (HTTP ${status})`;
    return new ProviderError({ code: 'blocked', message, status, requestId });
  }
  const details = decodeErrorDetails(parseJson(body));
  if (details || status >= 300) {
    const vendorMessage = mediaType(headers) === 'text/plain' ? body : undefined;
    return createResponseError(response, { operation, vendorMessage, ...details }, clock);
  }
  const message = `${operation}: expected ${expected}, received ${describeBody(response)}`;
  return new ProviderError({ code: 'malformed-response', message, status, requestId });
}

/** The server also sends challenge pages with a 2xx status. */
function isChallengePage(response: HttpResponse, body: string): boolean {
  if (mediaType(response.headers) !== 'text/html') return false;
  return /just a moment|challenge-platform/i.test(body);
}

const namedTypes = ['text/html', 'application/json', 'text/plain'];

function describeBody({ headers }: HttpResponse): string {
  const type = mediaType(headers);
  if (type === undefined) return 'a body without a content type';
  return namedTypes.includes(type) ? type : 'another content type';
}
