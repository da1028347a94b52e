import { expect, it } from 'vitest';

import { readRateLimitHeaders } from './read-rate-limit-headers.ts';

it('returns the headers that report rate limits', () => {
  const fields = new Headers({
    'content-type': 'text/event-stream',
    'x-ratelimit-remaining-tokens': '1',
    ratelimit: '2',
    'ratelimit-policy': '3',
    'anthropic-ratelimit-requests-reset': '4',
    'x-tokenlimit-limit': '5',
    'x-request-id': '6',
  });
  const headers = {
    get: (name: string) => fields.get(name) ?? undefined,
    getAll: () => [],
    names: () => [...fields.keys()],
  };
  expect(readRateLimitHeaders(headers)).toEqual({
    'x-ratelimit-remaining-tokens': '1',
    ratelimit: '2',
    'ratelimit-policy': '3',
    'anthropic-ratelimit-requests-reset': '4',
    'x-tokenlimit-limit': '5',
  });
});
