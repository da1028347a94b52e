import type { EndingFaultParameters } from '../../faults/change-ending.ts';
import { FaultNames } from '../../faults/fault-names.ts';
import { FaultQueue } from '../../faults/fault-queue.ts';
import type { FaultAmong, FaultOf } from '../../faults/fault.ts';
import {
  type ChatFaultName,
  bodyFaultNames,
  modelsFaultNames,
  streamFaultNames,
} from './fault-names.ts';

export type OpenAiFaultName = (typeof modelsFaultNames)[number] | ChatFaultName;

/** Every fault the emulator can play, by route. */
export const openAiFaultNames: readonly OpenAiFaultName[] = [
  ...modelsFaultNames,
  ...streamFaultNames,
  ...bodyFaultNames,
];

/** What some faults can be told beyond their name; every field has a default. */
export interface OpenAiFaultParameters extends EndingFaultParameters {
  /** @defaultValue seconds 1 */
  readonly 'rate-limit-retry-after': { readonly seconds?: number };
  /** @defaultValue milliseconds 500 */
  readonly 'rate-limit-retry-after-ms': { readonly milliseconds?: number };
  /** @defaultValue location `/login` */
  readonly redirect: { readonly location?: string };
  /** How much is said before the cut. @defaultValue half of it */
  readonly 'max-tokens': { readonly afterCharacters?: number };
  /** @defaultValue bytes 200 KiB */
  readonly 'large-frame': { readonly bytes?: number };
  /** @defaultValue bytes 20 MiB */
  readonly 'huge-frame': { readonly bytes?: number };
  /** Events without content, all in one write. @defaultValue count 100000 */
  readonly 'event-flood': { readonly count?: number };
  /** Between two bytes. @defaultValue intervalMs 10 */
  readonly 'slow-drip': { readonly intervalMs?: number };
  /** How long the body is once it is unpacked. @defaultValue bytes 32 MiB */
  readonly 'gzip-bomb': { readonly bytes?: number };
}

/** A fault of one kind; `times` limits it to the first so many requests of its route. */
export type OpenAiFaultOf<Name extends OpenAiFaultName> = FaultOf<Name, OpenAiFaultParameters>;

/** A scripted failure, discriminated by `kind`. */
export type OpenAiFault = { [Name in OpenAiFaultName]: OpenAiFaultOf<Name> }[OpenAiFaultName];

/** The faults of some of the names. */
export type OpenAiFaultAmong<Names extends readonly OpenAiFaultName[]> = FaultAmong<
  OpenAiFault,
  Names
>;

const known: FaultNames<OpenAiFault> = new FaultNames(openAiFaultNames);

export function createFaultQueue(
  faults: readonly (OpenAiFault | OpenAiFaultName)[] = [],
): FaultQueue<OpenAiFault> {
  return new FaultQueue<OpenAiFault>(known, faults);
}

/**
 * A fault as it stands on a command line: its name, with `=times` behind it where that is limited.
 *
 * @throws a `RangeError` of one sentence, with the nearest names where there is no such fault
 */
export function readOpenAiFault(text: string): OpenAiFault {
  return known.read(text);
}
