import { expect, it } from 'vitest';

import type { Measure } from '../harness/measure.ts';
import type { VariantSamples } from '../harness/run-comparison.ts';
import { compare } from './compare.ts';

const cpu: Measure = { key: 'cpu', label: 'CPU', unit: 'µs', comparison: 'ratio' };

function measured(base: readonly number[], ours: readonly number[]): readonly VariantSamples[] {
  const samples = (numbers: readonly number[]) => numbers.map((number) => ({ cpu: number }));
  const contestants = [
    { contestant: 'hand', samples: samples(base) },
    { contestant: 'understudy', samples: samples(ours) },
  ];
  return [{ variant: 'plain', contestants }];
}

it('takes ratios within a repetition, so that a drift of the machine falls out', () => {
  const [base, ours] = compare(measured([1, 2, 4], [2, 4, 8]), cpu);
  expect(base).toMatchObject({ contestant: 'hand', value: { median: 2 }, compared: undefined });
  expect(ours).toMatchObject({ value: { median: 4 }, compared: { median: 2, min: 2, max: 2 } });
});

it('takes differences where a measure says so', () => {
  const rows = compare(measured([1, 2, 3], [2, 4, 4]), { ...cpu, comparison: 'difference' });
  expect(rows[1]?.compared).toMatchObject({ median: 1, min: 1, max: 2 });
});

it('takes the numbers as they are where nothing is compared', () => {
  const rows = compare(measured([1, 2, 3], [2, 4, 4]), { ...cpu, comparison: 'none' });
  expect(rows[1]?.compared).toMatchObject({ median: 4, min: 2, max: 4 });
});

it('makes no number of a sample that lacks the measure', () => {
  const rows = compare(measured([1], [1]), { ...cpu, key: 'other' });
  expect(rows[1]?.compared?.median).toBeNaN();
});
