import type { HttpHeaders } from '../ports/http.ts';

/**
 * Returns whether the server asks to send the request again, or not to: `x-should-retry`, which the SDKs of Anthropic
 * and OpenAI honor. Returns undefined without the header, or with another value.
 */
export function readShouldRetry(headers: HttpHeaders): boolean | undefined {
  const value = headers.get('x-should-retry')?.trim().toLowerCase();
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
