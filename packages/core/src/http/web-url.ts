import { ProviderError } from '../errors/provider-error.ts';

/**
 * Rejects a URL with another protocol.
 *
 * @throws ProviderError `invalid-request`
 */
export function assertWebUrl(url: URL, what: string): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return;
  throw invalidRequest(`expected ${what} with http: or https:, received ${url.protocol}`);
}

/** Returns an error for a request that is not sent. */
export function invalidRequest(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message, phase: 'connect' });
}
