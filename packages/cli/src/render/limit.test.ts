import { expect, it } from 'vitest';

import { formatLimit } from './limit.ts';

it.each([
  [250, '250 ms'],
  [1500, '1.5 s'],
  [60_000, '60 s'],
  [90_001, '90.001 s'],
  [120_000, '2 min'],
  [600_000, '10 min'],
])('tells %s exactly, as %s', (ms, told) => {
  expect(formatLimit(ms)).toBe(told);
});
