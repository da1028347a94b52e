import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

import type { Repetition } from '../../harness/contestant.ts';
import type { Sample } from '../../harness/measure.ts';

const samplesPerMinute = 6;
const megabyte = 1024 * 1024;

/** Returns the memory usage of this process during ten seconds. */
export function sampleRepetition(repetition: Repetition | 'warm-up'): Promise<Sample> {
  return sampleMemory(60_000 / samplesPerMinute, collectsHeap(repetition));
}

/** Returns whether the heap is collected: only in the first and the last minute, so that the peak is not affected. */
function collectsHeap(repetition: Repetition | 'warm-up'): boolean {
  if (repetition === 'warm-up') return false;
  const { index, count } = repetition;
  return index === samplesPerMinute - 1 || index === count - 1;
}

async function sampleMemory(durationMs: number, collectsGarbage: boolean): Promise<Sample> {
  let peakRss = 0;
  const until = performance.now() + durationMs;
  while (performance.now() < until) {
    await setTimeout(250);
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }
  if (collectsGarbage) collect();
  const { heapUsed, heapTotal, external } = process.memoryUsage();
  return {
    rss: peakRss / megabyte,
    heapTotal: heapTotal / megabyte,
    external: external / megabyte,
    ...(collectsGarbage && { heap: heapUsed / megabyte }),
  };
}

function collect(): void {
  if (!globalThis.gc) throw new Error('this contestant requires --expose-gc');
  globalThis.gc();
  globalThis.gc();
}
