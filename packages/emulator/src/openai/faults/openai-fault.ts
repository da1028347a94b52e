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
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { contentFaults } from './content/content-faults.ts';
import { finishFaults } from './content/finish-faults.ts';
import { reasoningFaults } from './content/reasoning-faults.ts';
import { repetitionFaults } from './content/repetition-faults.ts';
import { toolCallFaults } from './content/tool-call-faults.ts';
import { usageFaults } from './content/usage-faults.ts';
import { errorBodyFaults } from './errors/error-body-faults.ts';
import { errorFaults } from './errors/error-faults.ts';
import { vendorErrorFaults } from './errors/vendor-error-faults.ts';
import { closingFaults } from './framing/closing-faults.ts';
import { eventFaults } from './framing/event-faults.ts';
import { framingFaults } from './framing/framing-faults.ts';
import { choicesFaults, insertionFaults } from './framing/insertion-faults.ts';
import { modelsFaults } from './models-faults.ts';
import { openAiReplyFaults } from './openai-reply-faults.ts';
import { responseFaults } from './response-faults.ts';
import { waitFaults } from './wait-faults.ts';

/**
 * The table of the OpenAI faults.
 *
 * `on` is `models` for `GET /v1/models`, `chat` for every chat, `stream` and `non-stream` for chats with
 * and without a stream.
 */
export type OpenAiFaultTable = typeof modelsFaults &
  typeof errorFaults &
  typeof nonResponseFaults &
  typeof vendorErrorFaults &
  typeof waitFaults &
  typeof errorBodyFaults &
  typeof responseFaults &
  typeof reasoningFaults &
  typeof toolCallFaults &
  typeof contentFaults &
  typeof repetitionFaults &
  typeof usageFaults &
  typeof choicesFaults &
  typeof insertionFaults &
  typeof finishFaults &
  typeof endingFaults &
  typeof closingFaults &
  typeof styleFaults &
  typeof framingFaults &
  typeof eventFaults &
  typeof replyFaults &
  typeof openAiReplyFaults;

export const openAiFaults: OpenAiFaultTable = defineFaults({
  ...modelsFaults,
  ...errorFaults,
  ...nonResponseFaults,
  ...vendorErrorFaults,
  ...waitFaults,
  ...errorBodyFaults,
  ...responseFaults,
  ...reasoningFaults,
  ...toolCallFaults,
  ...contentFaults,
  ...repetitionFaults,
  ...usageFaults,
  ...choicesFaults,
  ...insertionFaults,
  ...finishFaults,
  ...endingFaults,
  ...closingFaults,
  ...styleFaults,
  ...framingFaults,
  ...eventFaults,
  ...replyFaults,
  ...openAiReplyFaults,
});

/** The names of steps without a fault: of a chat, and of `GET /v1/models`. */
type NoFaultName = 'none' | 'models-none';

/** The name of an OpenAI fault. `openAiFaultNames` contains all names. */
export type OpenAiFaultName = FaultName<OpenAiFaultTable>;

/** The names of all faults of the OpenAI emulator. */
export const openAiFaultNames: readonly OpenAiFaultName[] = listFaultNames(openAiFaults);

/** The parameters of the OpenAI faults that have any, by name. All are optional. */
export type OpenAiFaultParameters = FaultParameters<OpenAiFaultTable>;

/** The fault with the given name. `times` is the number of requests of its route that it applies to. */
export type OpenAiFaultOf<Name extends OpenAiFaultName> = TableFault<OpenAiFaultTable, Name>;

/** A scripted failure, discriminated by `kind`. */
export type OpenAiFault = { [Name in OpenAiFaultName]: OpenAiFaultOf<Name> }[OpenAiFaultName];

/** A step of a script: a fault, its name, or `none` (chat) and `models-none` (list) for no fault. */
export type OpenAiStep = StepOf<OpenAiFault, NoFaultName>;

/** A step as an object. */
export type OpenAiScriptStep = ScriptStep<OpenAiFaultTable, NoFaultName>;

export const openAiFaultReader: FaultReader<OpenAiScriptStep> = createFaultReader(openAiFaults, [
  'none',
  'models-none',
]);

/**
 * Parses a step of a command line: the name of a fault, optionally with `=times` or `=always`.
 *
 * @param path - the start of error messages. @defaultValue `fault`
 * @throws RangeError if there is no such fault; the message contains similar names
 */
export function readOpenAiFault(text: string, path: string = 'fault'): OpenAiStep {
  return openAiFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: a list of steps, or an object with `faults`, `scripts` and
 * `seed`. Returns options of `startOpenAiEmulator`.
 *
 * @param file - the start of error messages
 * @throws RangeError if the script is invalid; the message contains the path inside the file
 */
export function readOpenAiScript(json: unknown, file: string): ScriptOptions<OpenAiStep> {
  return readScriptFile(openAiFaultReader, json, file);
}
