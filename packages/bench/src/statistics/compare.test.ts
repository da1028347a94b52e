import { describe, expect, it } from 'vitest';

import type { Measure } from '../harness/measure.ts';
import type { VariantSamples } from '../harness/run-comparison.ts';
import { compare } from './compare.ts';

const cpu: Measure = { key: 'cpu', label: 'CPU', unit: 'µs', comparison: 'ratio' };

function createSamples(
  reference: readonly number[],
  understudy: readonly number[],
): readonly VariantSamples[] {
  const samples = (numbers: readonly number[]) => numbers.map((number) => ({ cpu: number }));
  const contestants = [
    { contestant: 'hand-written', samples: samples(reference) },
    { contestant: 'understudy', samples: samples(understudy) },
  ];
  return [{ variant: 'plain', contestants }];
}

describe('compare', () => {
  it('calculates ratios within a repetition, so that slow changes of the machine cancel out', () => {
    const [reference, understudy] = compare(createSamples([1, 2, 4], [2, 4, 8]), cpu);
    expect(reference).toMatchObject({
      contestant: 'hand-written',
      value: { median: 2 },
      compared: undefined,
    });
    expect(understudy).toMatchObject({
      value: { median: 4 },
      compared: { median: 2, min: 2, max: 2 },
    });
  });

  it('calculates differences', () => {
    const measure = { ...cpu, comparison: 'difference' } as const;
    const rows = compare(createSamples([1, 2, 3], [2, 4, 4]), measure);
    expect(rows[1]?.compared).toMatchObject({ median: 1, min: 1, max: 2 });
  });

  it('uses the samples of every contestant if nothing is compared', () => {
    const rows = compare(createSamples([1, 2, 3], [2, 4, 4]), { ...cpu, comparison: 'none' });
    expect(rows[0]?.compared).toMatchObject({ median: 2, min: 1, max: 3 });
    expect(rows[1]?.compared).toMatchObject({ median: 4, min: 2, max: 4 });
  });

  it('returns NaN for samples without the measure', () => {
    const rows = compare(createSamples([1], [1]), { ...cpu, key: 'other' });
    expect(rows[1]?.compared?.median).toBeNaN();
  });
});

describe('compare with selected contestants and variants', () => {
  const contestants = [
    { contestant: 'hand-written', samples: [{ cpu: 1 }] },
    { contestant: 'understudy', samples: [{ cpu: 2 }] },
    { contestant: 'library', samples: [{ cpu: 4 }] },
  ];
  const variants = ['fast', 'slow'].map((variant) => ({ variant, contestants }));
  const rowsOf = (measure: Partial<Measure>) =>
    compare(variants, { ...cpu, ...measure }).map(({ variant, contestant, compared }) => [
      variant,
      contestant,
      compared?.median,
    ]);

  it('compares with the named reference', () => {
    expect(rowsOf({ reference: 'library', variants: ['slow'] })).toEqual([
      ['slow', 'hand-written', 0.25],
      ['slow', 'understudy', 0.5],
      ['slow', 'library', undefined],
    ]);
  });

  it('returns only the named contestants and the reference', () => {
    const rows = rowsOf({ reference: 'library', contestants: ['understudy'], variants: ['fast'] });
    expect(rows.map(([, contestant]) => contestant)).toEqual(['understudy', 'library']);
  });

  it('compares nothing if the named reference is missing', () => {
    const measure = { reference: 'missing', contestants: ['hand-written'], variants: ['fast'] };
    expect(rowsOf(measure)).toEqual([['fast', 'hand-written', undefined]]);
  });
});
