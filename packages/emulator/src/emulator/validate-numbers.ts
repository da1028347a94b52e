import {
  type ParameterReader,
  readPositiveInteger,
  readDelay,
} from '../faults/parameter-readers.ts';
import type { EmulatorOptions } from './emulator-options.ts';

type Numbers<Name extends string> = { readonly [Key in Name]?: number | undefined };

const sharedCounts = [
  'eventsPerWrite',
  'bytesPerWrite',
  'eventsPerPing',
  'maxRecordedRequests',
] as const;

/**
 * Validates the numeric options of an emulator.
 *
 * @param counts - the options of the protocol that must be at least 1
 * @param delays - the options of the protocol that are delays
 * @throws RangeError if a count is below 1 or a timer does not support a delay
 */
export function validateNumbers<Count extends string, Delay extends string>(
  options: EmulatorOptions<unknown> & Numbers<Count> & Numbers<Delay>,
  counts: readonly Count[],
  delays: readonly Delay[],
): void {
  for (const name of [...sharedCounts, ...counts])
    validate(readPositiveInteger, options[name], name);
  for (const name of delays) validate(readDelay, options[name], name);
}

function validate(read: ParameterReader, value: unknown, name: string): void {
  if (value !== undefined) read(value, name);
}
