import { expect, it } from 'vitest';

import { formatDuration } from './format-quantity.ts';

it.each([
  [undefined, '–'],
  [0, '0 ms'],
  [412.4, '412 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [3210, '3.21 s'],
  [59_994, '59.99 s'],
  [59_996, '1 min 0 s'],
  [125_400, '2 min 5 s'],
])('tells %s as %s', (ms, told) => {
  expect(formatDuration(ms)).toBe(told);
});
