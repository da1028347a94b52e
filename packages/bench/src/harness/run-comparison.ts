import { SeededRandom } from '@understudy/core/testing';

import type { BenchProcess } from './bench-process.ts';
import { drawOrders } from './draw-orders.ts';
import type { Sample } from './measure.ts';
import type { Comparison, Variant } from './scenario.ts';
import { startVariant } from './start-variant.ts';

/** Samples of one contestant. The index of a sample is the index of its repetition. */
export interface ContestantSamples {
  readonly contestant: string;
  readonly samples: readonly Sample[];
}

export interface VariantSamples {
  readonly variant: string;
  readonly contestants: readonly ContestantSamples[];
}

export interface ComparisonSettings {
  readonly repetitions: number;
  /** Arguments of Node.js for the processes of the contestants. */
  readonly execArguments: readonly string[];
}

/** Runs the variants one after the other. */
export async function runComparison(
  comparison: Comparison,
  settings: ComparisonSettings,
): Promise<readonly VariantSamples[]> {
  const measured: VariantSamples[] = [];
  for (const variant of comparison.variants) {
    await using running = await startVariant(comparison, variant, settings.execArguments);
    const samples = await interleave(running.contestants, settings.repetitions);
    const contestants = nameSamples(variant, samples);
    measured.push({ variant: variant.name, contestants });
  }
  return measured;
}

/** Runs one repetition of all contestants, then the next one. */
async function interleave(
  contestants: readonly BenchProcess[],
  count: number,
): Promise<readonly (readonly Sample[])[]> {
  for (const contestant of contestants) await contestant.repeat('warm-up');
  const series = contestants.map((contestant) => ({ contestant, samples: new Array<Sample>() }));
  const orders = drawOrders(series, count, new SeededRandom(1));
  for (const [index, order] of orders.entries()) {
    for (const { contestant, samples } of order) {
      samples.push(await contestant.repeat({ index, count }));
    }
  }
  return series.map(({ samples }) => samples);
}

function nameSamples(
  { contestants }: Variant,
  samples: readonly (readonly Sample[])[],
): readonly ContestantSamples[] {
  return contestants.map(({ name }, index) => ({
    contestant: name,
    samples: samples[index] ?? [],
  }));
}
