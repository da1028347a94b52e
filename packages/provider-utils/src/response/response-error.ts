import { ProviderError } from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpHeaders, HttpResponse } from '@understudy/core/provider';

import { classifyError } from '../errors/classify-error.ts';
import type { VendorErrorDetails } from '../errors/classify-error.ts';
import { readRetryAfter } from '../errors/retry-after.ts';
import { mediaType } from './media-type.ts';
import { maxErrorBodyBytes, readHead, readText } from './read-body.ts';

/** Describes an error response for `createResponseError`. */
export interface ResponseErrorDetails extends Omit<VendorErrorDetails, 'status'> {
  /** What was requested, for example `the model list`. It is the start of the message. */
  readonly operation: string;
  /** The delay requested in the body. Takes precedence over the delay in the headers. */
  readonly retryAfterMs?: number | undefined;
  /** Returns what to do about an error code. It is the end of the message. */
  readonly advice?: ((code: ErrorCode) => string | undefined) | undefined;
}

const requestIdNames = ['x-request-id', 'request-id', 'apim-request-id', 'cf-ray'] as const;

/** Returns the vendor's id of the HTTP request, or undefined if no known header contains one. */
export function readRequestId(headers: HttpHeaders): string | undefined {
  for (const name of requestIdNames) {
    const id = headers.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Enough to recognize a bot challenge. */
const pageHeadBytes = 16_384;

/**
 * Returns the body of an error response as text. Reads only the first 16 KiB of an HTML page.
 *
 * @throws ProviderError `response-too-large` if another body is larger than 64 KiB
 */
export function readErrorBody(response: HttpResponse): Promise<string> {
  return mediaType(response.headers) === 'text/html'
    ? readHead(response, pageHeadBytes)
    : readText(response, maxErrorBodyBytes);
}

/**
 * Returns whether a response is a bot challenge, such as Cloudflare's "Just a moment" page.
 *
 * Checks the header `cf-mitigated`, then the first 4096 characters of an HTML error page. Every HTML page with
 * status 403 is a bot challenge, because APIs send JSON.
 */
export function isBotChallenge(response: HttpResponse, body: string): boolean {
  if (response.headers.get('cf-mitigated') === 'challenge') return true;
  if (mediaType(response.headers) !== 'text/html' || response.status < 400) return false;
  const head = body.slice(0, 4096).toLowerCase();
  return (
    head.includes('just a moment') || head.includes('challenge-platform') || response.status === 403
  );
}

/**
 * A word without digits and dashes, or a number of at most six digits. Other codes are not put into the message,
 * because vendors sometimes return the API key as the code, and keys contain a dash, or letters and digits.
 */
const codeShape = /^(?:[a-z][a-z_.]{0,39}|\d{1,6})$/i;

/**
 * Returns a ProviderError for an error response, with the code of `classifyError`.
 *
 * The message contains the operation, the HTTP status, and the vendor's code and type if they cannot be secrets.
 * A response with a status below 300 and no error details is `malformed-response`.
 */
export function createResponseError(
  response: HttpResponse,
  details: ResponseErrorDetails,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const code = classifyError({ ...details, status });
  return new ProviderError({
    code,
    message: formatMessage(status, code, details),
    status,
    retryAfterMs:
      details.retryAfterMs ?? readRetryAfter((name) => headers.get(name), clock.wallNow()),
    requestId: readRequestId(headers),
  });
}

function formatMessage(
  status: number,
  code: ErrorCode,
  { operation, vendorCode, vendorType, advice }: ResponseErrorDetails,
): string {
  const isUnexpected = status < 300 && code === 'malformed-response';
  const verb = isUnexpected ? 'returned an unexpected response with' : 'failed with';
  const safe = [vendorCode, vendorType].filter(
    (text) => text !== undefined && codeShape.test(text),
  );
  const vendorCodes = safe.length > 0 ? ` (${safe.join(', ')})` : '';
  const action = advice?.(code);
  const end = action === undefined ? '' : `; ${action}`;
  return `${operation} ${verb} HTTP ${status}${vendorCodes}${end}`;
}
