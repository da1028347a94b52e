import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ManualClock } from '../testing/manual-clock.ts';
import { LatencySamples } from './latency-samples.ts';

function createSamples(...values: readonly number[]): {
  readonly clock: ManualClock;
  readonly samples: LatencySamples;
} {
  const clock = new ManualClock();
  const samples = new LatencySamples(clock);
  for (const value of values) samples.add(value);
  return { clock, samples };
}

/** From 1 to `count`. */
function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('the median', () => {
  it.each([
    [[], undefined],
    [[7], 7],
    [[1, 4], 2.5],
    [[9, 1, 5], 5],
    [[100, 100, 100, 1, 1, 1], 1],
    [[1, 1, 1, 1000, 1000], 1],
  ] as const)('of %j is %s', (values, median) => {
    const { samples, clock } = createSamples(...values);
    expect(samples.median(clock.now())).toBe(median);
  });

  it('forgets samples that are older than 10 minutes', async () => {
    const { clock, samples } = createSamples(10, 20);
    await clock.advance(300_000);
    samples.add(90);
    await clock.advance(300_000);
    expect(samples.median(clock.now())).toBe(20);
    await clock.advance(1);
    expect(samples.median(clock.now())).toBe(90);
    await clock.advance(300_000);
    expect(samples.median(clock.now())).toBeUndefined();
  });
});

describe('a percentile', () => {
  it('is undefined with fewer than 10 samples', () => {
    const { samples } = createSamples(...numbers(9));
    expect(samples.percentile(50)).toBeUndefined();
    samples.add(10);
    expect(samples.percentile(50)).toBe(5);
  });

  it.each([
    [1, 1],
    [50, 50],
    [95, 95],
    [99, 99],
    [100, 100],
  ])('%i of the numbers from 1 to 100 is %i', (percent, value) => {
    expect(createSamples(...numbers(100).toReversed()).samples.percentile(percent)).toBe(value);
  });

  it('is that of the last 100 samples', () => {
    expect(createSamples(...numbers(300)).samples.percentile(1)).toBe(201);
  });

  it('is that of the last minute', async () => {
    const { clock, samples } = createSamples(...numbers(20));
    await clock.advance(50_000);
    for (const value of numbers(10)) samples.add(value + 100);
    await clock.advance(10_001);
    expect(samples.percentile(1)).toBe(101);
    await clock.advance(50_000);
    expect(samples.percentile(1)).toBeUndefined();
  });

  it('includes new samples after a second, or with the tenth of them', async () => {
    const { clock, samples } = createSamples(...numbers(10));
    expect(samples.percentile(100)).toBe(10);
    samples.add(50);
    await clock.advance(1000);
    expect(samples.percentile(100)).toBe(50);
    for (const value of numbers(10)) samples.add(value + 50);
    expect(samples.percentile(100)).toBe(60);
  });

  it('equals that of a sorted list', () => {
    const value = fc.nat(5000);
    const property = fc.property(fc.array(value, { minLength: 10, maxLength: 250 }), (values) => {
      const last = values.slice(-100).toSorted((left, right) => left - right);
      const { samples } = createSamples(...values);
      expect(samples.percentile(90)).toBe(last[Math.ceil(0.9 * last.length) - 1]);
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });
});

it('a timer measures the time to first content', async () => {
  const { clock, samples } = createSamples();
  const timer = samples.start();
  await clock.advance(120);
  timer.foundContent();
  expect(samples.median(clock.now())).toBe(120);
});

it('a timer of an attempt that another one outpaced measures the time until then, unless that is not long', async () => {
  const { clock, samples } = createSamples(100);
  const [early, late] = [samples.start(), samples.start()];
  await clock.advance(100);
  early.outpaced();
  expect(samples.median(clock.now())).toBe(100);
  await clock.advance(200);
  late.outpaced();
  expect(samples.median(clock.now())).toBe(200);
});

it('a timer of an attempt that another one outpaced measures nothing if no time is known', async () => {
  const { clock, samples } = createSamples();
  const timer = samples.start();
  await clock.advance(100);
  timer.outpaced();
  expect(samples.median(clock.now())).toBeUndefined();
});
