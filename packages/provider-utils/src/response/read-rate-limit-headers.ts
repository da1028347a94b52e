import type { HttpHeaders } from '@understudy/core/provider';

/**
 * `x-ratelimit-*` of OpenAI and most other vendors, `ratelimit` and `ratelimit-*` of the IETF draft,
 * `anthropic-ratelimit-*`, and `x-tokenlimit-*` of Together.
 */
const rateLimitName = /^(?:(?:x-|anthropic-)?ratelimit|x-tokenlimit)/;

/** Returns the headers of a response that report rate limits. */
export function readRateLimitHeaders(headers: HttpHeaders): Readonly<Record<string, string>> {
  const limits: Record<string, string> = {};
  for (const name of headers.names()) {
    if (rateLimitName.test(name)) limits[name] = headers.get(name) ?? '';
  }
  return limits;
}
