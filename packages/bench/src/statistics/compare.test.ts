import { describe, expect, it } from 'vitest';

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

describe('where a measure names whom it is about', () => {
  const contestants = [
    { contestant: 'hand', samples: [{ cpu: 1 }] },
    { contestant: 'understudy', samples: [{ cpu: 2 }] },
    { contestant: 'peer', samples: [{ cpu: 4 }] },
  ];
  const variants = ['fast', 'slow'].map((variant) => ({ variant, contestants }));
  const rowsOf = (measure: Partial<Measure>) =>
    compare(variants, { ...cpu, ...measure }).map(({ variant, contestant, compared }) => [
      variant,
      contestant,
      compared?.median,
    ]);

  it('compares with the base it names', () => {
    expect(rowsOf({ base: 'peer', variants: ['slow'] })).toEqual([
      ['slow', 'hand', 0.25],
      ['slow', 'understudy', 0.5],
      ['slow', 'peer', undefined],
    ]);
  });

  it('shows these contestants and the base, and no others', () => {
    expect(
      rowsOf({ base: 'peer', contestants: ['understudy'], variants: ['fast'] }).map(
        ([, contestant]) => contestant,
      ),
    ).toEqual(['understudy', 'peer']);
  });

  it('compares with nobody where the base it names is missing', () => {
    expect(rowsOf({ base: 'nobody', contestants: ['hand'], variants: ['fast'] })).toEqual([
      ['fast', 'hand', undefined],
    ]);
  });
});
