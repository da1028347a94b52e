import { summarize } from '../statistics/summarize.ts';
import type { Sample } from './measure.ts';
import type { Endurance } from './scenario.ts';
import { startVariant } from './start-variant.ts';

const samplesPerMinute = 6;

export interface EnduranceSettings {
  readonly minutes: number;
  /** For the processes of the contestants. */
  readonly execArguments: readonly string[];
}

export interface EnduranceResult {
  readonly variant: string;
  readonly contestant: string;
  readonly samples: readonly Sample[];
}

/** What the samples say of a run. */
export interface EnduranceVerdict {
  readonly peakRss: number;
  /** Medians of the heap after collection, in megabytes. */
  readonly firstHeap: number;
  readonly lastHeap: number;
  /** How far the last minute's lies from the first minute's, as a share of it. */
  readonly heapDrift: number;
}

/** Watches the contestants of each variant, each with an upstream of its own. */
export async function runEndurance(
  endurance: Endurance,
  { minutes, execArguments }: EnduranceSettings,
): Promise<readonly EnduranceResult[]> {
  const results: EnduranceResult[] = [];
  const count = minutes * samplesPerMinute;
  for (const variant of endurance.variants) {
    for (const entry of variant.contestants) {
      const alone = { ...variant, contestants: [entry] };
      await using running = await startVariant(endurance, alone, ['--expose-gc', ...execArguments]);
      const [contestant] = running.contestants;
      if (!contestant) throw new Error(`${entry.name} was not started`);
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

/** Given that the heap was collected in the first and in the last minute. */
export function judgeEndurance(samples: readonly Sample[]): EnduranceVerdict {
  const firstHeap = medianHeap(samples.slice(0, samplesPerMinute));
  const lastHeap = medianHeap(samples.slice(-samplesPerMinute));
  return {
    peakRss: Math.max(...samples.map(({ rss }) => rss ?? Number.NaN)),
    firstHeap,
    lastHeap,
    heapDrift: lastHeap / firstHeap - 1,
  };
}

function medianHeap(samples: readonly Sample[]): number {
  return summarize(samples.map(({ heap }) => heap ?? Number.NaN)).median;
}
