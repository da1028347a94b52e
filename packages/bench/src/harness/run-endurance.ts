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
  /** The heap after collection, in megabytes, at the end of the first and of the last minute. */
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
  const heaps = samples.flatMap(({ heap }) => (heap === undefined ? [] : [heap]));
  const firstHeap = heaps.at(0) ?? Number.NaN;
  const lastHeap = heaps.at(-1) ?? Number.NaN;
  return {
    peakRss: Math.max(...samples.map(({ rss }) => rss ?? Number.NaN)),
    firstHeap,
    lastHeap,
    heapDrift: lastHeap / firstHeap - 1,
  };
}
