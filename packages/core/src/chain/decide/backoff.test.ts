import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { defaultRetry } from '../../registry/chain/default-options.ts';
import { backoffMs } from './decide-next.ts';

it.each([
  [0, 250],
  [1, 500],
  [2, 1000],
  [4, 4000],
  [5, 8000],
  [6, 8000],
  [2000, 8000],
])('after %i retries the longest is %i ms, the shortest half of it', (retries, longest) => {
  expect(backoffMs(retries, 0, defaultRetry)).toBe(longest / 2);
  expect(backoffMs(retries, 0.5, defaultRetry)).toBe(longest * 0.75);
  expect(backoffMs(retries, 1, defaultRetry)).toBe(longest);
});

it('is 0 if the options say so', () => {
  expect(backoffMs(3, 0.9, { ...defaultRetry, initialDelayMs: 0 })).toBe(0);
  expect(backoffMs(3, 0.9, { ...defaultRetry, maxDelayMs: 0 })).toBe(0);
});

it('is between 0 and maxDelayMs', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const property = fc.property(
    fc.nat(1000),
    chance,
    fc.nat(),
    fc.nat(),
    (retries, drawn, base, cap) => {
      const wait = backoffMs(retries, drawn, {
        ...defaultRetry,
        initialDelayMs: base,
        maxDelayMs: cap,
      });
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(cap);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 1000 });
});
