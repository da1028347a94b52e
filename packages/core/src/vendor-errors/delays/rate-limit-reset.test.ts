import { describe, expect, it } from 'vitest';

import { readRateLimitReset } from './rate-limit-reset.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('readRateLimitReset', () => {
  it.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    ['OpenAI: seconds', { 'x-ratelimit-reset-requests': '20s' }, 20_000],
    ['OpenAI: minutes', { 'x-ratelimit-reset-tokens': '1m3s' }, 63_000],
    ['OpenAI: milliseconds', { 'x-ratelimit-reset-tokens': '120ms' }, 120],
    ['Cerebras: a number', { 'x-ratelimit-reset-requests-day': '33011.5' }, 33_011_500],
    ['OpenRouter: milliseconds since 1970', { 'X-RateLimit-Reset': String(now + 20_000) }, 20_000],
    ['GitHub: seconds since 1970', { 'x-ratelimit-reset': String(now / 1000 + 20) }, 20_000],
    ['Discord', { 'x-ratelimit-reset-after': '64.5' }, 64_500],
    ['Anthropic', { 'anthropic-ratelimit-tokens-reset': '2026-01-01T12:00:42Z' }, 42_000],
    ['the IETF draft', { ratelimit: '"default";r=0;t=30' }, 30_000],
    [
      'several policies of the IETF draft',
      { ratelimit: '"burst";r=50;t=5, "daily";r=0;t=300' },
      300_000,
    ],
    ['an earlier draft', { ratelimit: 'limit=100, remaining=0, reset=50' }, 50_000],
    ['separate headers of an earlier draft', { 'ratelimit-reset': '7' }, 7000],
    ['a dash in the name', { 'x-rate-limit-reset': '9', 'x-rate-limit-limit': '5' }, 9000],
    ['Together', { 'x-tokenlimit-reset': '3' }, 3000],
    ['text', { 'x-ratelimit-reset': 'soon' }, undefined],
    ['the distant past', { 'x-ratelimit-reset': '1000000000' }, undefined],
    ['a negative number', { 'x-ratelimit-reset': '-5' }, undefined],
    ['limits without a reset', { 'x-ratelimit-remaining': '0' }, undefined],
    [
      'a limit of which most is left',
      {
        'x-ratelimit-limit-requests': '10000',
        'x-ratelimit-remaining-requests': '9999',
        'x-ratelimit-reset-requests': '6ms',
      },
      undefined,
    ],
    [
      'a limit of -1 of Azure, which is none',
      {
        'x-ratelimit-limit-tokens': '-1',
        'x-ratelimit-remaining-tokens': '-1',
        'x-ratelimit-reset-tokens': '0',
      },
      undefined,
    ],
    ['other headers', { 'x-reset': '5', 'retry-after': '5' }, undefined],
  ])('reads %s', (_, headers, expected) => {
    expect(readRateLimitReset(Object.entries(headers), now)).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, number]>([
    [
      'the limit with nothing left',
      {
        'x-ratelimit-remaining-requests': '14370',
        'x-ratelimit-reset-requests': '3m',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '7s',
      },
      7000,
    ],
    [
      'the longest of those with nothing left',
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-01-01T12:00:10Z',
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': '2026-01-01T12:00:40Z',
      },
      40_000,
    ],
    [
      'the limit with the smallest part left',
      {
        'x-ratelimit-limit-requests': '100',
        'x-ratelimit-remaining-requests': '99',
        'x-ratelimit-reset-requests': '9m',
        'x-ratelimit-limit-tokens': '10000',
        'x-ratelimit-remaining-tokens': '800',
        'x-ratelimit-reset-tokens': '42s',
      },
      42_000,
    ],
    [
      'the longest if no part is known',
      { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '2s' },
      2000,
    ],
  ])('uses %s', (_, headers, expected) => {
    expect(readRateLimitReset(Object.entries(headers), now)).toBe(expected);
  });
});
