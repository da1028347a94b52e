import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

import type { Contestant, Repetition } from '../../harness/contestant.ts';
import type { Sample } from '../../harness/measure.ts';
import type { ChatClient } from '../../tasks/chat-client.ts';
import { SlowStreams } from './slow-streams.ts';
import type { SlowStreamsPlan } from './slow-streams.ts';

const samplesPerMinute = 6;
const megabyte = 1024 * 1024;

/** Its warm-up starts the streams; each repetition then lasts ten seconds and ends with a look at the memory. */
export function createEndurance(chatter: ChatClient, plan: SlowStreamsPlan): Contestant {
  const streams = new SlowStreams(chatter, plan);
  return {
    repeat: async (repetition) => {
      if (repetition === 'warm-up') await streams.start();
      const sample = await watch(60_000 / samplesPerMinute, isMeasured(repetition));
      return { ...sample, ...streams.state() };
    },
    close: () => streams.close(),
  };
}

/** Collections are forced at the end of the first and of the last minute only, so that the peak between is V8's own. */
function isMeasured(repetition: Repetition | 'warm-up'): boolean {
  if (repetition === 'warm-up') return false;
  const { index, count } = repetition;
  return index === samplesPerMinute - 1 || index === count - 1;
}

async function watch(lastsMs: number, collects: boolean): Promise<Sample> {
  let peakRss = 0;
  const until = performance.now() + lastsMs;
  while (performance.now() < until) {
    await setTimeout(250);
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }
  if (collects) collect();
  const { heapUsed, heapTotal, external } = process.memoryUsage();
  return {
    rss: peakRss / megabyte,
    heapTotal: heapTotal / megabyte,
    external: external / megabyte,
    ...(collects && { heap: heapUsed / megabyte }),
  };
}

function collect(): void {
  if (!globalThis.gc) throw new Error('the contestant needs --expose-gc');
  globalThis.gc();
  globalThis.gc();
}
