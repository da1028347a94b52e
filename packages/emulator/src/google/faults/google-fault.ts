import { endingFaults } from '../../faults/ending-faults.ts';
import { type FaultReader, type ScriptStep, createFaultReader } from '../../faults/fault-reader.ts';
import {
  type FaultName,
  type FaultParameters,
  type TableFault,
  defineFaults,
  listFaultNames,
} from '../../faults/fault-table.ts';
import type { StepOf } from '../../faults/fault.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { errorFaults } from './error-faults.ts';
import { modelsFaults } from './models-faults.ts';
import { responseFaults } from './response-faults.ts';
import {
  bodyFaults,
  contentFaults,
  googleStyleFaults,
  insertionFaults,
  markFaults,
} from './stream-faults.ts';
import { toolFaults } from './tool-faults.ts';

/**
 * The table of the Gemini faults.
 *
 * `on` is `models` for `GET /v1beta/models`, `chat` for every response, `stream` and `non-stream` for
 * `streamGenerateContent` and `generateContent`.
 */
export type GoogleFaultTable = typeof modelsFaults &
  typeof errorFaults &
  typeof nonResponseFaults &
  typeof responseFaults &
  typeof toolFaults &
  typeof contentFaults &
  typeof insertionFaults &
  typeof bodyFaults &
  typeof endingFaults &
  typeof googleStyleFaults &
  typeof markFaults &
  typeof replyFaults &
  typeof openAiReplyFaults;

export const googleFaults: GoogleFaultTable = defineFaults({
  ...modelsFaults,
  ...errorFaults,
  ...nonResponseFaults,
  ...responseFaults,
  ...toolFaults,
  ...contentFaults,
  ...insertionFaults,
  ...bodyFaults,
  ...endingFaults,
  ...googleStyleFaults,
  ...markFaults,
  ...replyFaults,
  ...openAiReplyFaults,
});

/** The names of steps without a fault: of a response, and of `GET /v1beta/models`. */
type NoFaultName = 'none' | 'models-none';

/** The name of a Gemini fault. `googleFaultNames` contains all names. */
export type GoogleFaultName = FaultName<GoogleFaultTable>;

/** The names of all faults of the Gemini emulator. */
export const googleFaultNames: readonly GoogleFaultName[] = listFaultNames(googleFaults);

/** The parameters of the Gemini faults that have any, by name. All are optional. */
export type GoogleFaultParameters = FaultParameters<GoogleFaultTable>;

/** The fault with the given name. `times` is the number of requests of its route that it applies to. */
export type GoogleFaultOf<Name extends GoogleFaultName> = TableFault<GoogleFaultTable, Name>;

/** A scripted failure, discriminated by `kind`. */
export type GoogleFault = {
  [Name in GoogleFaultName]: GoogleFaultOf<Name>;
}[GoogleFaultName];

/** A step of a script: a fault, its name, or `none` (response) and `models-none` (list) for no fault. */
export type GoogleStep = StepOf<GoogleFault, NoFaultName>;

/** A step as an object. */
export type GoogleScriptStep = ScriptStep<GoogleFaultTable, NoFaultName>;

export const googleFaultReader: FaultReader<GoogleScriptStep> = createFaultReader(googleFaults, [
  'none',
  'models-none',
]);

/**
 * Parses a step of a command line: the name of a fault, optionally with `=times` or `=always`.
 *
 * @param path - the start of error messages. @defaultValue `fault`
 * @throws RangeError if there is no such fault; the message contains similar names
 */
export function readGoogleFault(text: string, path: string = 'fault'): GoogleStep {
  return googleFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: a list of steps, or an object with `faults`, `scripts` and
 * `seed`. Returns options of `startGoogleEmulator`.
 *
 * @param file - the start of error messages
 * @throws RangeError if the script is invalid; the message contains the path inside the file
 */
export function readGoogleScript(json: unknown, file: string): ScriptOptions<GoogleStep> {
  return readScriptFile(googleFaultReader, json, file);
}
