import process from 'node:process';

/** Milliseconds on the machine's monotonic clock, the same for all its processes. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
