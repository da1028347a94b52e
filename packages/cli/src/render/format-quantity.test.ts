import { describe, expect, it } from 'vitest';

import { formatDuration, formatLimit, formatShare } from './format-quantity.ts';

describe('formatDuration', () => {
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
  ])('formats %s as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatLimit', () => {
  it.each([
    [250, '250 ms'],
    [1500, '1.5 s'],
    [60_000, '60 s'],
    [90_001, '90.001 s'],
    [120_000, '2 min'],
    [600_000, '10 min'],
  ])('formats %s without rounding as %s', (ms, text) => {
    expect(formatLimit(ms)).toBe(text);
  });
});

describe('formatShare', () => {
  it.each([
    [1, '100 %'],
    [0.55, '55 %'],
    [1 / 3, '33.33 %'],
  ])('formats %s as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});
