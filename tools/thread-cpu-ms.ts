import process from 'node:process';

/** Returns the CPU time of this thread, in milliseconds. Other work on the machine does not count. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
