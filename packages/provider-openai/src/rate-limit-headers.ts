import type { HttpHeaders } from '@understudy/core/provider';

/**
 * `x-ratelimit-*` of OpenAI and most others, `ratelimit` and `ratelimit-*` of the IETF's draft,
 * `anthropic-ratelimit-*`, `x-tokenlimit-*` of Together.
 */
const tellsLimits = /^(?:(?:x-|anthropic-)?ratelimit|x-tokenlimit)/;

/** The headers in which a vendor tells its limits, by their names in lower case. */
export function readRateLimitHeaders(headers: HttpHeaders): Readonly<Record<string, string>> {
  const limits: Record<string, string> = {};
  for (const name of headers.names()) {
    if (tellsLimits.test(name)) limits[name] = headers.get(name) ?? '';
  }
  return limits;
}
