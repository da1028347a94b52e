import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

import type { Contestant, Repetition } from '../../harness/contestant.ts';
import type { Sample } from '../../harness/measure.ts';
import type { ChatClient } from '../../tasks/chat-client.ts';
import { SlowStreams } from './slow-streams.ts';
import type { SlowStreamsPlan } from './slow-streams.ts';

const samplesPerMinute = 6;
const megabyte = 1024 * 1024;

/**
 * Creates a contestant that keeps many chats open.
 *
 * The warm-up starts the chats. A repetition lasts ten seconds and returns the memory usage.
 */
export function createEndurance(client: ChatClient, plan: SlowStreamsPlan): Contestant {
  const streams = new SlowStreams(client, plan);
  return {
    repeat: async (repetition) => {
      if (repetition === 'warm-up') await streams.start();
      const sample = await sampleMemory(60_000 / samplesPerMinute, collectsHeap(repetition));
      return { ...sample, ...streams.state() };
    },
    close: () => streams.close(),
  };
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
