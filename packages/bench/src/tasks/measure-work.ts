import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { GCProfiler, getHeapStatistics } from 'node:v8';
import type { GCProfilerResult } from 'node:v8';

export interface Cost {
  /** CPU time of this process, all threads included. */
  readonly cpuMicroseconds: number;
  /** CPU time of this thread, without that of V8's threads for garbage collection and compilation. */
  readonly threadCpuMicroseconds: number;
  readonly wallMicroseconds: number;
  /** Bytes allocated on V8's heap, including bytes that were collected. Socket buffers are not included. */
  readonly allocatedBytes: number;
}

/** Measures `work`. Nothing else may run in this process at the same time. */
export async function measureWork(work: () => Promise<void>): Promise<Cost> {
  const collections = new GCProfiler();
  collections.start();
  const heapBefore = getHeapStatistics().used_heap_size;
  const cpuBefore = process.cpuUsage();
  const threadBefore = process.threadCpuUsage();
  const startedAt = performance.now();
  await work();
  const wallMicroseconds = (performance.now() - startedAt) * 1000;
  const thread = process.threadCpuUsage(threadBefore);
  const { user, system } = process.cpuUsage(cpuBefore);
  const heapGrowth = getHeapStatistics().used_heap_size - heapBefore;
  return {
    cpuMicroseconds: user + system,
    threadCpuMicroseconds: thread.user + thread.system,
    wallMicroseconds,
    allocatedBytes: heapGrowth + sumCollected(collections.stop()),
  };
}

function sumCollected({ statistics }: GCProfilerResult): number {
  let collected = 0;
  for (const { beforeGC, afterGC } of statistics) {
    collected += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
  }
  return collected;
}
