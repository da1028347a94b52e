import process from 'node:process';

/** Returns milliseconds on the monotonic clock of the machine, which all processes share. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
