import type { Measure } from '../harness/measure.ts';
import type { ContestantSamples, VariantSamples } from '../harness/run-comparison.ts';
import { summarize } from './summarize.ts';
import type { Summary } from './summarize.ts';

/** One row of the table of a measure. */
export interface ComparedRow {
  readonly variant: string;
  readonly contestant: string;
  readonly value: Summary;
  /** What the limit applies to. Undefined for the reference of a ratio or a difference. */
  readonly compared?: Summary | undefined;
}

/** Compares the samples within each repetition and then summarizes the results. */
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
  const reference = findReference(contestants, measure);
  const shown = contestants.filter(
    (samples) => samples === reference || includes(measure.contestants, samples.contestant),
  );
  return shown.map((samples) => ({
    variant,
    contestant: samples.contestant,
    value: summarize(valuesOf(samples, measure)),
    compared: compareSamples(samples, reference, measure),
  }));
}

function findReference(
  contestants: readonly ContestantSamples[],
  { comparison, reference }: Measure,
): ContestantSamples | undefined {
  if (comparison === 'none') return undefined;
  return reference === undefined
    ? contestants[0]
    : contestants.find(({ contestant }) => contestant === reference);
}

function includes(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.includes(name);
}

function compareSamples(
  samples: ContestantSamples,
  reference: ContestantSamples | undefined,
  measure: Measure,
): Summary | undefined {
  const values = valuesOf(samples, measure);
  if (measure.comparison === 'none') return summarize(values);
  if (!reference || samples === reference) return undefined;
  const others = valuesOf(reference, measure);
  const isRatio = measure.comparison === 'ratio';
  const pairs = values.map((value, index) => {
    const other = others[index] ?? Number.NaN;
    return isRatio ? value / other : value - other;
  });
  return summarize(pairs);
}

function valuesOf({ samples }: ContestantSamples, measure: Measure): readonly number[] {
  const { key, factor = 1 } = measure;
  return samples.map((sample) => (sample[key] ?? Number.NaN) * factor);
}
