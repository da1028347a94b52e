import fc from 'fast-check';
import { expect, it } from 'vitest';

import { readToldWait } from './told-wait.ts';

it.each([
  ['Limit 6000, Used 5034. Please try again in 7.66s. Need more?', 7660],
  ['Please try again in 1m26.4s.', 86_400],
  ['Please try again in 2h3m4.5s', 7_384_500],
  ['Please try again in 6ms.', 6],
  ['Please retry after 22 seconds. Please go here', 22_000],
  ['Rate limit is exceeded. Try again in 1 second.', 1000],
  ['Please retry in 39.564893s.', 39_564.893],
  ['Try again in 10 minutes', 600_000],
  ['retry after 2 hours', 7_200_000],
  ['Try again in a while, or retry in 3s', 3000],
] as const)('%j names a wait of %d ms', (wording, waitMs) => {
  expect(readToldWait(wording)).toBeCloseTo(waitMs, 6);
});

it.each([
  'Please try again later.',
  'Please try again in 5',
  'Please try again in 5 months',
  'try again in -5s',
  'It took 7.66s.',
  'Wait for 5s',
  `${'x'.repeat(4096)} try again in 5s`,
  '',
])('%j names none', (wording) => {
  expect(readToldWait(wording)).toBeUndefined();
});

it('reads whatever hours, minutes and seconds a vendor writes', () => {
  const part = fc.option(fc.nat(59), { nil: undefined });
  fc.assert(
    fc.property(part, part, fc.integer({ min: 0, max: 59_999 }), (hours, minutes, milliseconds) => {
      const told = [
        hours === undefined ? '' : `${hours}h`,
        minutes === undefined ? '' : `${minutes}m`,
        `${milliseconds / 1000}s`,
      ].join('');
      const expected = (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000 + milliseconds;
      expect(readToldWait(`Please try again in ${told}.`)).toBeCloseTo(expected, 3);
    }),
  );
});

it('never fails, and never gives what is no time', () => {
  fc.assert(
    fc.property(fc.string(), (words) => {
      const waitMs = readToldWait(`try again in ${words}`);
      expect(waitMs === undefined || (Number.isFinite(waitMs) && waitMs >= 0)).toBe(true);
    }),
  );
});
