import type { Ids } from '../../scripts/ids.ts';

/** Creates the headers of every response. The rate limits are those of an account without requests. */
export function createVendorHeaders(ids: Ids): Readonly<Record<string, string>> {
  return {
    'x-request-id': `req_${ids.hex(32)}`,
    'openai-version': '2020-10-01',
    'openai-organization': 'org-emulated',
    'openai-processing-ms': '1',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-limit-tokens': '1000000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-remaining-tokens': '999900',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-reset-tokens': '6ms',
  };
}
