import { describe, expect, it } from 'vitest';

import { quantile, summarize } from './summarize.ts';

describe('summarize', () => {
  it('returns the middle number, or the mean of the two middle numbers', () => {
    expect(summarize([3, 1, 2])).toMatchObject({ median: 2, min: 1, max: 3 });
    expect(summarize([4, 1, 2, 3]).median).toBe(2.5);
  });

  it('sorts by value and not as text', () => {
    expect(summarize([10, 9, 100])).toMatchObject({ median: 10, min: 9, max: 100 });
  });

  it('returns NaN for no numbers', () => {
    expect(summarize([]).median).toBeNaN();
  });

  it('returns quartiles and the 99th percentile', () => {
    const numbers = Array.from({ length: 101 }, (_, index) => index);
    expect(summarize(numbers)).toMatchObject({ lowerQuartile: 25, upperQuartile: 75, p99: 99 });
  });
});

describe('quantile', () => {
  it('interpolates between two numbers', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
  });
});
