import type { EndingFaultParameters } from '../../faults/change-ending.ts';
import { FaultReader } from '../../faults/fault-reader.ts';
import type { FaultAmong, FaultOf, StepOf } from '../../faults/fault.ts';
import {
  type ReadersOf,
  createChoiceReader,
  readAmount,
  readCount,
  readPause,
  readText,
  readWhole,
} from '../../faults/parameter-readers.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import {
  type ConversationFaultName,
  type PlacedFaultName,
  conversationFaultNames,
  loadsFaultNames,
  loginFaultNames,
  noFaultNames,
  placedFaultNames,
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
  /** @defaultValue status 403 */
  readonly challenge: { readonly status?: 403 | 503 };
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

/** A fault of one kind; `times` says on how many requests of its route it is played. */
export type FakeGptFaultOf<Name extends FakeGptFaultName> = FaultOf<
  Name,
  FakeGptFaultParameters,
  PlacedFaultName
>;

/** A scripted failure, discriminated by `kind`. */
export type FakeGptFault = { [Name in FakeGptFaultName]: FakeGptFaultOf<Name> }[FakeGptFaultName];

/** A step of a script: a fault, its name, or `none`, `loads-none`, `login-none`, `session-none` for a request that succeeds. */
export type FakeGptStep = StepOf<FakeGptFault, (typeof noFaultNames)[number]>;

/** The faults of some of the names. */
export type FakeGptFaultAmong<Names extends readonly FakeGptFaultName[]> = FaultAmong<
  FakeGptFault,
  Names
>;

/** What a script plays: steps that are more than their names. */
export type FakeGptScriptStep = Exclude<FakeGptStep, string>;

const parameters: ReadersOf<FakeGptFaultParameters> = {
  'loads-all-busy': { count: readWhole },
  'rate-limit-model-cap': { clearsInSeconds: readAmount },
  'rate-limit-retry-after': { seconds: readAmount },
  challenge: { status: createChoiceReader([403, 503]) },
  redirect: { location: readText },
  'tool-turn': { contentType: createChoiceReader(['code', 'text']) },
  'max-tokens': { afterCharacters: readWhole },
  'large-frame': { bytes: readCount },
  'huge-frame': { bytes: readCount },
  'endless-comments': { intervalMs: readPause },
};

export const fakeGptFaultReader: FaultReader<FakeGptScriptStep> = new FaultReader({
  names: [...fakeGptFaultNames, ...noFaultNames],
  placedNames: placedFaultNames,
  parameters,
});

/**
 * A step as it stands on a command line: its name, with `=times` or `=always` behind it.
 *
 * @param path - what an error begins with. @defaultValue `fault`
 * @throws a `RangeError` of one sentence, with the nearest names where there is no such fault
 */
export function readFakeGptFault(text: string, path: string = 'fault'): FakeGptStep {
  return fakeGptFaultReader.readWord(text, path);
}

/**
 * The parsed JSON of a script file as options of `startFakeGptEmulator`: a list of steps, or an object
 * with `faults`, `scripts` and `seed`.
 *
 * @param file - what an error begins with
 * @throws a `RangeError` of one sentence with the path inside the file
 */
export function readFakeGptScript(json: unknown, file: string): ScriptOptions<FakeGptStep> {
  return readScriptFile(fakeGptFaultReader, json, file);
}
