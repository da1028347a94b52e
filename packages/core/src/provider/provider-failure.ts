import { classifyFailure } from '../errors/classify-failure.ts';
import type { VendorFailure } from '../errors/classify-failure.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { readRetryAfter } from '../errors/retry-after.ts';
import { mediaType } from '../http/header-values.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpHeaders, HttpResponse } from '../ports/http.ts';

export interface ResponseFailure extends Omit<VendorFailure, 'status'> {
  /** What was asked for, as in `the session`: it stands in the message. */
  readonly what: string;
  /** A wait that the body names; goes before the header's. */
  readonly retryAfterMs?: number | undefined;
}

/** The vendor's id of a request, under the names that vendors give it. */
export function readRequestId(headers: HttpHeaders): string | undefined {
  return headers.get('x-request-id') ?? headers.get('request-id') ?? headers.get('cf-ray');
}

/**
 * Whether an answer is a page that wants to see a person (Cloudflare's, mostly). Only the head of
 * the body is looked at.
 */
export function isChallenge(response: HttpResponse, body: string): boolean {
  if (response.headers.get('cf-mitigated') === 'challenge') return true;
  if (mediaType(response.headers) !== 'text/html' || response.status < 400) return false;
  const head = body.slice(0, 4096).toLowerCase();
  return (
    head.includes('just a moment') || head.includes('challenge-platform') || response.status === 403
  );
}

/** A vendor's refusal in our words; of its body only code and type are kept. */
export function providerFailure(
  response: HttpResponse,
  failure: ResponseFailure,
  clock: Clock,
): ProviderError {
  const { status, headers } = response;
  const { what, retryAfterMs, vendorCode, vendorType } = failure;
  const code = classifyFailure({ ...failure, status });
  const told = [vendorCode, vendorType].filter(
    (word) => word !== undefined && /^[\w.-]{1,64}$/.test(word),
  );
  const words = told.length > 0 ? ` (${told.join(', ')})` : '';
  return new ProviderError({
    code,
    message: `${what} was refused with status ${status}${words}`,
    status,
    retryAfterMs: retryAfterMs ?? readRetryAfter((name) => headers.get(name), clock.wallNow()),
    requestId: readRequestId(headers),
  });
}
