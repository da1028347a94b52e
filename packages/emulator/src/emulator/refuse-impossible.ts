import type { EmulatorOptions } from './emulator-options.ts';

type Numbers<Name extends string> = { readonly [Key in Name]?: number | undefined };

const sharedCounts = [
  'eventsPerWrite',
  'bytesPerWrite',
  'eventsPerPing',
  'maxRecordedRequests',
] as const;

const longestWaitMs = 2 ** 31 - 1;

/**
 * Throws on a number that no stream could be made with: a count below 1, a wait that no timer keeps.
 *
 * @param counts - what the protocol counts beyond what all do
 */
export function refuseImpossible<Count extends string, Wait extends string>(
  options: EmulatorOptions<unknown> & Numbers<Count> & Numbers<Wait>,
  counts: readonly Count[],
  waits: readonly Wait[],
): void {
  for (const name of sharedCounts) refuseCount(name, options[name]);
  for (const name of counts) refuseCount(name, options[name]);
  for (const name of waits) refuseWait(name, options[name]);
}

function refuseCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return;
  throw new RangeError(`"${name}" must be a whole number of at least 1, not ${value}.`);
}

function refuseWait(name: string, value: number = 0): void {
  if (value >= 0 && value <= longestWaitMs) return;
  throw new RangeError(`"${name}" must be from 0 to ${longestWaitMs}, not ${value}.`);
}
