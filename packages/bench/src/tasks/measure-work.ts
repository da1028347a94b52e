import { performance } from 'node:perf_hooks';
import process from 'node:process';

export interface Cost {
  /** Of this process, with all its threads. */
  readonly cpuMicroseconds: number;
  readonly wallMicroseconds: number;
}

/** What some work costs; nothing else may go on in this process. */
export async function measureWork(work: () => Promise<void>): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const wallMicroseconds = (performance.now() - startedAt) * 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuMicroseconds: user + system, wallMicroseconds };
}
