import type { EndingFaultParameters } from '../../faults/change-ending.ts';
import { FaultNames } from '../../faults/fault-names.ts';
import { FaultQueue } from '../../faults/fault-queue.ts';
import type { FaultAmong, FaultOf } from '../../faults/fault.ts';
import {
  type ConversationFaultName,
  conversationFaultNames,
  loadsFaultNames,
  loginFaultNames,
  sessionFaultNames,
} from './fault-names.ts';

export type FakeGptLoginFaultName = (typeof loginFaultNames)[number];

export type FakeGptFaultName =
  | (typeof loadsFaultNames)[number]
  | FakeGptLoginFaultName
  | (typeof sessionFaultNames)[number]
  | ConversationFaultName;

/** Every fault the emulator can play, by route in the order of a call. */
export const fakeGptFaultNames: readonly FakeGptFaultName[] = [
  ...loadsFaultNames,
  ...loginFaultNames,
  ...sessionFaultNames,
  ...conversationFaultNames,
];

/** What some faults can be told beyond their name; every field has a default. */
export interface FakeGptFaultParameters extends EndingFaultParameters {
  /** @defaultValue count 99 */
  readonly 'loads-all-busy': { readonly count?: number };
  /** @defaultValue clearsInSeconds 3600 */
  readonly 'rate-limit-model-cap': { readonly clearsInSeconds?: number };
  /** @defaultValue seconds 1 */
  readonly 'rate-limit-retry-after': { readonly seconds?: number };
  /** @defaultValue location `/auth/login` */
  readonly redirect: { readonly location?: string };
  /** Whether the call to the tool is written as code or as plain text. @defaultValue `code` */
  readonly 'tool-turn': { readonly contentType?: 'code' | 'text' };
  /** How much of what is left is said before the cut. @defaultValue half of it */
  readonly 'max-tokens': { readonly afterCharacters?: number };
  /** @defaultValue bytes 200 KiB */
  readonly 'large-frame': { readonly bytes?: number };
  /** @defaultValue bytes 10 MiB */
  readonly 'huge-frame': { readonly bytes?: number };
}

/** A fault of one kind; `times` limits it to the first so many requests of its route. */
export type FakeGptFaultOf<Name extends FakeGptFaultName> = FaultOf<Name, FakeGptFaultParameters>;

/** A scripted failure, discriminated by `kind`. */
export type FakeGptFault = { [Name in FakeGptFaultName]: FakeGptFaultOf<Name> }[FakeGptFaultName];

/** The faults of some of the names. */
export type FakeGptFaultAmong<Names extends readonly FakeGptFaultName[]> = FaultAmong<
  FakeGptFault,
  Names
>;

const known: FaultNames<FakeGptFault> = new FaultNames(fakeGptFaultNames);

export function createFaultQueue(
  faults: readonly (FakeGptFault | FakeGptFaultName)[] = [],
): FaultQueue<FakeGptFault> {
  return new FaultQueue<FakeGptFault>(known, faults);
}

/**
 * A fault as it stands on a command line: its name, with `=times` behind it where that is limited.
 *
 * @throws a `RangeError` of one sentence, with the nearest names where there is no such fault
 */
export function readFakeGptFault(text: string): FakeGptFault {
  return known.read(text);
}
