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
import { eventFaults } from '../../openai/faults/framing/event-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { errorFaults } from './error-faults.ts';
import { messageFaults } from './message-faults.ts';
import { modelsFaults } from './models-faults.ts';
import { contentFaults, insertionFaults, nameFaults } from './stream-faults.ts';

/**
 * The table of the Anthropic faults.
 *
 * `on` is `models` for `GET /v1/models`, `chat` for every message, `stream` and `non-stream` for messages with and
 * without a stream.
 */
export type AnthropicFaultTable = typeof modelsFaults &
  typeof errorFaults &
  typeof nonResponseFaults &
  typeof messageFaults &
  typeof contentFaults &
  typeof insertionFaults &
  typeof nameFaults &
  typeof endingFaults &
  typeof styleFaults &
  typeof eventFaults &
  typeof replyFaults &
  typeof openAiReplyFaults;

export const anthropicFaults: AnthropicFaultTable = defineFaults({
  ...modelsFaults,
  ...errorFaults,
  ...nonResponseFaults,
  ...messageFaults,
  ...contentFaults,
  ...insertionFaults,
  ...nameFaults,
  ...endingFaults,
  ...styleFaults,
  ...eventFaults,
  ...replyFaults,
  ...openAiReplyFaults,
});

/** The names of steps without a fault: of a message, and of `GET /v1/models`. */
type NoFaultName = 'none' | 'models-none';

/** The name of an Anthropic fault. `anthropicFaultNames` contains all names. */
export type AnthropicFaultName = FaultName<AnthropicFaultTable>;

/** The names of all faults of the Anthropic emulator. */
export const anthropicFaultNames: readonly AnthropicFaultName[] = listFaultNames(anthropicFaults);

/** The parameters of the Anthropic faults that have any, by name. All are optional. */
export type AnthropicFaultParameters = FaultParameters<AnthropicFaultTable>;

/** The fault with the given name. `times` is the number of requests of its route that it applies to. */
export type AnthropicFaultOf<Name extends AnthropicFaultName> = TableFault<
  AnthropicFaultTable,
  Name
>;

/** A scripted failure, discriminated by `kind`. */
export type AnthropicFault = {
  [Name in AnthropicFaultName]: AnthropicFaultOf<Name>;
}[AnthropicFaultName];

/** A step of a script: a fault, its name, or `none` (message) and `models-none` (list) for no fault. */
export type AnthropicStep = StepOf<AnthropicFault, NoFaultName>;

/** A step as an object. */
export type AnthropicScriptStep = ScriptStep<AnthropicFaultTable, NoFaultName>;

export const anthropicFaultReader: FaultReader<AnthropicScriptStep> = createFaultReader(
  anthropicFaults,
  ['none', 'models-none'],
);

/**
 * Parses a step of a command line: the name of a fault, optionally with `=times` or `=always`.
 *
 * @param path - the start of error messages. @defaultValue `fault`
 * @throws RangeError if there is no such fault; the message contains similar names
 */
export function readAnthropicFault(text: string, path: string = 'fault'): AnthropicStep {
  return anthropicFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: a list of steps, or an object with `faults`, `scripts` and
 * `seed`. Returns options of `startAnthropicEmulator`.
 *
 * @param file - the start of error messages
 * @throws RangeError if the script is invalid; the message contains the path inside the file
 */
export function readAnthropicScript(json: unknown, file: string): ScriptOptions<AnthropicStep> {
  return readScriptFile(anthropicFaultReader, json, file);
}
