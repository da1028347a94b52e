import type { Ids } from '../../scripts/ids.ts';

/** Creates the headers of every response. The rate limits are those of an account without requests. */
export function createVendorHeaders(ids: Ids, now: number): Readonly<Record<string, string>> {
  const reset = new Date(now).toISOString();
  return {
    'request-id': `req_${ids.hex(24)}`,
    'anthropic-organization-id': 'org-emulated',
    'anthropic-ratelimit-requests-limit': '4000',
    'anthropic-ratelimit-requests-remaining': '3999',
    'anthropic-ratelimit-requests-reset': reset,
    'anthropic-ratelimit-tokens-limit': '1000000',
    'anthropic-ratelimit-tokens-remaining': '999000',
    'anthropic-ratelimit-tokens-reset': reset,
  };
}
