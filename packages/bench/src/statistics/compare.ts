import type { Measure } from '../harness/measure.ts';
import type { ContestantSamples, VariantSamples } from '../harness/run-comparison.ts';
import { summarize } from './summarize.ts';
import type { Summary } from './summarize.ts';

/** One contestant by one measure; the base has nothing to be compared with. */
export interface ComparedRow {
  readonly variant: string;
  readonly contestant: string;
  readonly value: Summary;
  readonly compared?: Summary | undefined;
}

/** Rows of one measure, compared with the base within each repetition, and only then summarized. */
export function compare(
  measured: readonly VariantSamples[],
  measure: Measure,
): readonly ComparedRow[] {
  const shown = measured.filter(({ variant }) => includes(measure.variants, variant));
  return shown.flatMap((samples) => compareVariant(samples, measure));
}

function compareVariant(
  { variant, contestants }: VariantSamples,
  measure: Measure,
): readonly ComparedRow[] {
  const base = findBase(contestants, measure);
  const shown = contestants.filter(
    (samples) => samples === base || includes(measure.contestants, samples.contestant),
  );
  return shown.map((samples) => ({
    variant,
    contestant: samples.contestant,
    value: summarize(valuesOf(samples, measure)),
    compared: base && samples !== base ? summarizePairs(samples, base, measure) : undefined,
  }));
}

function findBase(
  contestants: readonly ContestantSamples[],
  { base }: Measure,
): ContestantSamples | undefined {
  return base === undefined
    ? contestants[0]
    : contestants.find(({ contestant }) => contestant === base);
}

function includes(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.includes(name);
}

function summarizePairs(
  samples: ContestantSamples,
  base: ContestantSamples,
  measure: Measure,
): Summary {
  const others = valuesOf(base, measure);
  const pairs = valuesOf(samples, measure).map((value, index) => {
    const other = others[index] ?? Number.NaN;
    switch (measure.comparison) {
      case 'ratio':
        return value / other;
      case 'difference':
        return value - other;
      case 'none':
        return value;
    }
  });
  return summarize(pairs);
}

function valuesOf({ samples }: ContestantSamples, measure: Measure): readonly number[] {
  const { key, factor = 1 } = measure;
  return samples.map((sample) => (sample[key] ?? Number.NaN) * factor);
}
