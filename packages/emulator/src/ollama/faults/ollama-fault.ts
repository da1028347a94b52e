import { type FaultReader, type ScriptStep, createFaultReader } from '../../faults/fault-reader.ts';
import {
  type FaultName,
  type FaultParameters,
  type TableFault,
  defineFaults,
  listFaultNames,
} from '../../faults/fault-table.ts';
import type { StepOf } from '../../faults/fault.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { errorFaults } from './error-faults.ts';
import { insertionFaults, streamFaults } from './line-faults.ts';
import { ollamaEndingFaults, ollamaReplyFaults, ollamaStyleFaults } from './ollama-reply-faults.ts';
import { responseFaults } from './response-faults.ts';
import { showFaults, tagsFaults } from './tags-faults.ts';

/**
 * The table of the Ollama faults.
 *
 * `on` is `tags` for `GET /api/tags`, `show` for `POST /api/show`, `chat` for every chat, `stream` and `non-stream` for
 * chats with and without a stream.
 */
export type OllamaFaultTable = typeof tagsFaults &
  typeof showFaults &
  typeof errorFaults &
  typeof responseFaults &
  typeof streamFaults &
  typeof insertionFaults &
  typeof ollamaEndingFaults &
  typeof ollamaStyleFaults &
  typeof ollamaReplyFaults;

export const ollamaFaults: OllamaFaultTable = defineFaults({
  ...tagsFaults,
  ...showFaults,
  ...errorFaults,
  ...responseFaults,
  ...streamFaults,
  ...insertionFaults,
  ...ollamaEndingFaults,
  ...ollamaStyleFaults,
  ...ollamaReplyFaults,
});

/** The names of steps without a fault: of a chat, of `GET /api/tags`, and of `POST /api/show`. */
type NoFaultName = 'none' | 'tags-none' | 'show-none';

/** The name of an Ollama fault. `ollamaFaultNames` contains all names. */
export type OllamaFaultName = FaultName<OllamaFaultTable>;

/** The names of all faults of the Ollama emulator. */
export const ollamaFaultNames: readonly OllamaFaultName[] = listFaultNames(ollamaFaults);

/** The parameters of the Ollama faults that have any, by name. All are optional. */
export type OllamaFaultParameters = FaultParameters<OllamaFaultTable>;

/** The fault with the given name. `times` is the number of requests of its route that it applies to. */
export type OllamaFaultOf<Name extends OllamaFaultName> = TableFault<OllamaFaultTable, Name>;

/** A scripted failure, discriminated by `kind`. */
export type OllamaFault = { [Name in OllamaFaultName]: OllamaFaultOf<Name> }[OllamaFaultName];

/** A step of a script: a fault, its name, or `none` (chat), `tags-none` and `show-none` for no fault. */
export type OllamaStep = StepOf<OllamaFault, NoFaultName>;

/** A step as an object. */
export type OllamaScriptStep = ScriptStep<OllamaFaultTable, NoFaultName>;

export const ollamaFaultReader: FaultReader<OllamaScriptStep> = createFaultReader(ollamaFaults, [
  'none',
  'tags-none',
  'show-none',
]);

/**
 * Parses a step of a command line: the name of a fault, optionally with `=times` or `=always`.
 *
 * @param path - the start of error messages. @defaultValue `fault`
 * @throws RangeError if there is no such fault; the message contains similar names
 */
export function readOllamaFault(text: string, path: string = 'fault'): OllamaStep {
  return ollamaFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: a list of steps, or an object with `faults`, `scripts` and `seed`. Returns
 * options of `startOllamaEmulator`.
 *
 * @param file - the start of error messages
 * @throws RangeError if the script is invalid; the message contains the path inside the file
 */
export function readOllamaScript(json: unknown, file: string): ScriptOptions<OllamaStep> {
  return readScriptFile(ollamaFaultReader, json, file);
}
