import { expect, it } from 'vitest';

import { quantile, summarize } from './summarize.ts';

it('takes the middle number, and the mean of the middle two', () => {
  expect(summarize([3, 1, 2])).toMatchObject({ median: 2, min: 1, max: 3 });
  expect(summarize([4, 1, 2, 3]).median).toBe(2.5);
});

it('orders by size and not by spelling', () => {
  expect(summarize([10, 9, 100])).toMatchObject({ median: 10, min: 9, max: 100 });
});

it('says that nothing has no middle', () => {
  expect(summarize([]).median).toBeNaN();
});

it('says where the middle half lies, and the last hundredth begins', () => {
  const numbers = Array.from({ length: 101 }, (_, index) => index);
  expect(summarize(numbers)).toMatchObject({ lowerQuartile: 25, upperQuartile: 75, p99: 99 });
});

it('finds a quantile between two numbers', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});
