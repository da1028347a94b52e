import { type ParameterReader, readCount, readPause } from '../faults/parameter-readers.ts';
import type { EmulatorOptions } from './emulator-options.ts';

type Numbers<Name extends string> = { readonly [Key in Name]?: number | undefined };

const sharedCounts = [
  'eventsPerWrite',
  'bytesPerWrite',
  'eventsPerPing',
  'maxRecordedRequests',
] as const;

/**
 * Throws on a number that no stream could be made with: a count below 1, a wait that no timer keeps.
 *
 * @param counts - what the protocol counts beyond what all do
 */
export function validateNumbers<Count extends string, Wait extends string>(
  options: EmulatorOptions<unknown> & Numbers<Count> & Numbers<Wait>,
  counts: readonly Count[],
  waits: readonly Wait[],
): void {
  for (const name of [...sharedCounts, ...counts]) readGiven(readCount, options[name], name);
  for (const name of waits) readGiven(readPause, options[name], name);
}

function readGiven(read: ParameterReader, value: unknown, name: string): void {
  if (value !== undefined) read(value, name);
}
