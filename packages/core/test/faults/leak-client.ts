import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { SeededRandom } from '@understudy/core/testing';

import { createLoadHouse, targets } from './load-fixture.ts';
import type { LoadReport } from './stream-load.ts';
import { runLoad } from './stream-load.ts';

/** What a process saw of itself around a load; it prints it as JSON. */
export interface LeakReport {
  readonly load: LoadReport;
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly listeners: number;
  readonly rejections: number;
  readonly resourcesBefore: readonly string[];
  readonly resourcesAfter: readonly string[];
}

const [count = '0', seed = '1', ...urls] = process.argv.slice(2);
let rejections = 0;
process.on('unhandledRejection', () => {
  rejections += 1;
});

/** The heap in use once the last bodies are drained and all garbage is gone. */
async function heapUsed(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    await pause(100);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

const tcpResources = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((name) => /^(TCP|TLS|GetAddr|Timeout)/.test(name));

const resourcesBefore = tcpResources();
const understudy = createLoadHouse(urls);
const random = new SeededRandom(Number(seed));
const { signal } = new AbortController();
const load = { understudy, random, targets, signal, count: Number(count) };
await runLoad(load);
const heapBefore = await heapUsed();
const measured = await runLoad(load);
const heapAfter = await heapUsed();
const listeners = getEventListeners(signal, 'abort').length;
await understudy.close();
const report: LeakReport = {
  load: measured,
  heapBefore,
  heapAfter,
  listeners,
  rejections,
  resourcesBefore,
  resourcesAfter: tcpResources(),
};
process.stdout.write(JSON.stringify(report));
