import { nameFaults } from '../../anthropic/faults/stream-faults.ts';
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
import { styleFaults } from '../../faults/style-faults.ts';
import { errorFaults } from '../../openai/faults/errors/error-faults.ts';
import { eventFaults } from '../../openai/faults/framing/event-faults.ts';
import { modelsFaults } from '../../openai/faults/models-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { itemFaults } from './error-faults.ts';
import { outputFaults } from './output-faults.ts';
import { closingFaults, contentFaults, insertionFaults } from './stream-faults.ts';

/**
 * The table of the faults of OpenAI Responses.
 *
 * `on` is `models` for `GET /v1/models`, `chat` for every response, `stream` and `non-stream` for responses with and
 * without a stream.
 */
export type ResponsesFaultTable = typeof modelsFaults &
  typeof errorFaults &
  typeof nonResponseFaults &
  typeof itemFaults &
  typeof outputFaults &
  typeof contentFaults &
  typeof insertionFaults &
  typeof closingFaults &
  typeof nameFaults &
  typeof endingFaults &
  typeof styleFaults &
  typeof eventFaults &
  typeof replyFaults &
  typeof openAiReplyFaults;

export const responsesFaults: ResponsesFaultTable = defineFaults({
  ...modelsFaults,
  ...errorFaults,
  ...nonResponseFaults,
  ...itemFaults,
  ...outputFaults,
  ...contentFaults,
  ...insertionFaults,
  ...closingFaults,
  ...nameFaults,
  ...endingFaults,
  ...styleFaults,
  ...eventFaults,
  ...replyFaults,
  ...openAiReplyFaults,
});

/** The names of steps without a fault: of a response, and of `GET /v1/models`. */
type NoFaultName = 'none' | 'models-none';

/** The name of a fault of OpenAI Responses. `responsesFaultNames` contains all names. */
export type ResponsesFaultName = FaultName<ResponsesFaultTable>;

/** The names of all faults of the emulator of OpenAI Responses. */
export const responsesFaultNames: readonly ResponsesFaultName[] = listFaultNames(responsesFaults);

/** The parameters of the faults of OpenAI Responses that have any, by name. All are optional. */
export type ResponsesFaultParameters = FaultParameters<ResponsesFaultTable>;

/** The fault with the given name. `times` is the number of requests of its route that it applies to. */
export type ResponsesFaultOf<Name extends ResponsesFaultName> = TableFault<
  ResponsesFaultTable,
  Name
>;

/** A scripted failure, discriminated by `kind`. */
export type ResponsesFault = {
  [Name in ResponsesFaultName]: ResponsesFaultOf<Name>;
}[ResponsesFaultName];

/** A step of a script: a fault, its name, or `none` (response) and `models-none` (list) for no fault. */
export type ResponsesStep = StepOf<ResponsesFault, NoFaultName>;

/** A step as an object. */
export type ResponsesScriptStep = ScriptStep<ResponsesFaultTable, NoFaultName>;

export const responsesFaultReader: FaultReader<ResponsesScriptStep> = createFaultReader(
  responsesFaults,
  ['none', 'models-none'],
);

/**
 * Parses a step of a command line: the name of a fault, optionally with `=times` or `=always`.
 *
 * @param path - the start of error messages. @defaultValue `fault`
 * @throws RangeError if there is no such fault; the message contains similar names
 */
export function readResponsesFault(text: string, path: string = 'fault'): ResponsesStep {
  return responsesFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: a list of steps, or an object with `faults`, `scripts` and
 * `seed`. Returns options of `startResponsesEmulator`.
 *
 * @param file - the start of error messages
 * @throws RangeError if the script is invalid; the message contains the path inside the file
 */
export function readResponsesScript(json: unknown, file: string): ScriptOptions<ResponsesStep> {
  return readScriptFile(responsesFaultReader, json, file);
}
