import { classifyError } from '../errors/classify-error.ts';
import type { VendorErrorDetails } from '../errors/classify-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { readRetryAfter } from '../errors/retry-after.ts';
import { mediaType } from '../http/header-values.ts';
import { maxErrorBodyBytes, readHead, readText } from '../http/read-body.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpHeaders, HttpResponse } from '../ports/http.ts';

export interface ResponseErrorDetails extends Omit<VendorErrorDetails, 'status'> {
  /** What was asked for, as in `the session`: it stands in the message. */
  readonly operation: string;
  /** A wait that the body names; goes before the header's. */
  readonly retryAfterMs?: number | undefined;
  /** What to do about it; stands at the end of the message. */
  readonly advice?: ((code: ErrorCode) => string | undefined) | undefined;
}

const requestIdNames = ['x-request-id', 'request-id', 'apim-request-id', 'cf-ray'] as const;

/** The vendor's id of a request, under the names that vendors give it. */
export function readRequestId(headers: HttpHeaders): string | undefined {
  for (const name of requestIdNames) {
    const id = headers.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Long enough to know a challenge page by. */
const pageHeadBytes = 16_384;

/**
 * As much of a body as tells why something was refused: of a page only its head.
 *
 * @throws ProviderError `response-too-large` beyond 64 KiB of anything else
 */
export function readErrorBody(response: HttpResponse): Promise<string> {
  return mediaType(response.headers) === 'text/html'
    ? readHead(response, pageHeadBytes)
    : readText(response, maxErrorBodyBytes);
}

/**
 * Whether an answer is a page that wants to see a person (Cloudflare's, mostly). Only the head of
 * the body is looked at.
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
 * What a vendor calls a failure: a word, or a small number. It stands in messages, so nothing else
 * does: a vendor may echo a key in its place, and keys have a dash, or letters and digits.
 */
const codeShape = /^(?:[a-z][a-z_.]{0,39}|\d{1,6})$/i;

/**
 * A vendor's refusal in our words; of its body only code and type are kept, where they are a word or a
 * small number. A success that tells of no error is `malformed-response`.
 */
export function createResponseError(
  response: HttpResponse,
  failure: ResponseErrorDetails,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const { operation, retryAfterMs, vendorCode, vendorType, advice } = failure;
  const code = classifyError({ ...failure, status });
  const told = [vendorCode, vendorType].filter(
    (word) => word !== undefined && codeShape.test(word),
  );
  const words = told.length > 0 ? ` (${told.join(', ')})` : '';
  const missing = status < 300 && code === 'malformed-response';
  const verdict = missing ? 'did not come,' : 'was refused';
  const toDo = advice?.(code);
  const end = toDo === undefined ? '' : `; ${toDo}`;
  return new ProviderError({
    code,
    message: `${operation} ${verdict} with status ${status}${words}${end}`,
    status,
    retryAfterMs: retryAfterMs ?? readRetryAfter((name) => headers.get(name), clock.wallNow()),
    requestId: readRequestId(headers),
  });
}
