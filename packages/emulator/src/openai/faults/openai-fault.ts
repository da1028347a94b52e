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
  type ChatFaultName,
  type PlacedFaultName,
  bodyFaultNames,
  modelsFaultNames,
  noFaultNames,
  placedFaultNames,
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
  /** @defaultValue status 403 */
  readonly challenge: { readonly status?: 403 | 503 };
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

/** A fault of one kind; `times` says on how many requests of its route it is played. */
export type OpenAiFaultOf<Name extends OpenAiFaultName> = FaultOf<
  Name,
  OpenAiFaultParameters,
  PlacedFaultName
>;

/** A scripted failure, discriminated by `kind`. */
export type OpenAiFault = { [Name in OpenAiFaultName]: OpenAiFaultOf<Name> }[OpenAiFaultName];

/** A step of a script: a fault, its name, or `none` for a chat and `models-none` for a list that succeeds. */
export type OpenAiStep = StepOf<OpenAiFault, (typeof noFaultNames)[number]>;

/** The faults of some of the names. */
export type OpenAiFaultAmong<Names extends readonly OpenAiFaultName[]> = FaultAmong<
  OpenAiFault,
  Names
>;

/** What a script plays: steps that are more than their names. */
export type OpenAiScriptStep = Exclude<OpenAiStep, string>;

const parameters: ReadersOf<OpenAiFaultParameters> = {
  'rate-limit-retry-after': { seconds: readAmount },
  'rate-limit-retry-after-ms': { milliseconds: readAmount },
  challenge: { status: createChoiceReader([403, 503]) },
  redirect: { location: readText },
  'max-tokens': { afterCharacters: readWhole },
  'large-frame': { bytes: readCount },
  'huge-frame': { bytes: readCount },
  'event-flood': { count: readCount },
  'slow-drip': { intervalMs: readPause },
  'endless-comments': { intervalMs: readPause },
  'gzip-bomb': { bytes: readCount },
};

export const openAiFaultReader: FaultReader<OpenAiScriptStep> = new FaultReader({
  names: [...openAiFaultNames, ...noFaultNames],
  placedNames: placedFaultNames,
  parameters,
});

/**
 * A step as it stands on a command line: its name, with `=times` or `=always` behind it.
 *
 * @param path - what an error begins with. @defaultValue `fault`
 * @throws a `RangeError` of one sentence, with the nearest names where there is no such fault
 */
export function readOpenAiFault(text: string, path: string = 'fault'): OpenAiStep {
  return openAiFaultReader.readWord(text, path);
}

/**
 * The parsed JSON of a script file as options of `startOpenAiEmulator`: a list of steps, or an object
 * with `faults`, `scripts` and `seed`.
 *
 * @param file - what an error begins with
 * @throws a `RangeError` of one sentence with the path inside the file
 */
export function readOpenAiScript(json: unknown, file: string): ScriptOptions<OpenAiStep> {
  return readScriptFile(openAiFaultReader, json, file);
}
