import type { Sample } from './measure.ts';
import type { Endurance } from './scenario.ts';
import { startVariant } from './start-variant.ts';

const samplesPerMinute = 6;

export interface EnduranceSettings {
  readonly minutes: number;
  /** Arguments of Node.js for the processes of the contestants. */
  readonly execArguments: readonly string[];
}

export interface EnduranceResult {
  readonly variant: string;
  readonly contestant: string;
  readonly samples: readonly Sample[];
}

/** Memory usage of a run. */
export interface EnduranceEvaluation {
  readonly peakRss: number;
  /** Heap after collection at the end of the first minute, in megabytes. */
  readonly firstHeap: number;
  /** Heap after collection at the end of the last minute, in megabytes. */
  readonly lastHeap: number;
  /** Relative difference between the last and the first heap. */
  readonly heapDrift: number;
  /** Peak RSS of the first minute, in megabytes. */
  readonly firstRss: number;
  /** Peak RSS of the last minute, in megabytes. */
  readonly lastRss: number;
  /** Relative difference between the last and the first RSS. */
  readonly rssDrift: number;
}

/** Runs the contestants of each variant one after the other, each with its own upstream. */
export async function runEndurance(
  endurance: Endurance,
  { minutes, execArguments }: EnduranceSettings,
): Promise<readonly EnduranceResult[]> {
  const results: EnduranceResult[] = [];
  const count = minutes * samplesPerMinute;
  const allArguments = ['--expose-gc', ...(endurance.nodeArguments ?? []), ...execArguments];
  for (const variant of endurance.variants) {
    for (const entry of variant.contestants) {
      const alone = { ...variant, contestants: [entry] };
      await using running = await startVariant(endurance, alone, allArguments);
      const [contestant] = running.contestants;
      if (!contestant) throw new Error(`${entry.name}: not started`);
      await contestant.repeat('warm-up');
      const samples: Sample[] = [];
      for (let index = 0; index < count; index += 1) {
        samples.push(await contestant.repeat({ index, count }));
      }
      results.push({ variant: variant.name, contestant: entry.name, samples });
    }
  }
  return results;
}

/** Calculates the memory usage from samples whose heap was collected in the first and the last minute. */
export function evaluateEndurance(samples: readonly Sample[]): EnduranceEvaluation {
  const heaps = samples.flatMap(({ heap }) => (heap === undefined ? [] : [heap]));
  const firstHeap = heaps.at(0) ?? Number.NaN;
  const lastHeap = heaps.at(-1) ?? Number.NaN;
  const firstRss = peakRssOf(samples.slice(0, samplesPerMinute));
  const lastRss = peakRssOf(samples.slice(-samplesPerMinute));
  return {
    peakRss: peakRssOf(samples),
    firstHeap,
    lastHeap,
    heapDrift: lastHeap / firstHeap - 1,
    firstRss,
    lastRss,
    rssDrift: lastRss / firstRss - 1,
  };
}

function peakRssOf(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ rss }) => rss ?? Number.NaN));
}
