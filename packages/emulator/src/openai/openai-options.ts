import { type EmulatorOptions, emulatorOptionReaders } from '../emulator/emulator-options.ts';
import { type FieldReaders, createListReader } from '../readers/object-readers.ts';
import {
  createChoiceReader,
  readDelay,
  readPositiveInteger,
  readSecret,
  readString,
} from '../readers/value-readers.ts';
import { createRulesReader, readResponse } from '../responses/rule-readers.ts';
import type { OpenAiStep } from './faults/openai-fault.ts';
import { type OpenAiRejectedForm, listRejectedForms } from './request/errors/rejected-forms.ts';

/** Options of the OpenAI emulator. All are optional. */
export interface OpenAiEmulatorOptions extends EmulatorOptions<OpenAiStep> {
  /** The accepted API keys. @defaultValue any key, and requests without a key */
  readonly apiKeys?: readonly string[];
  /**
   * The existing models. A chat with another model fails with HTTP 404.
   *
   * @defaultValue a list of OpenAI models; chats accept any name
   */
  readonly models?: readonly string[];

  /**
   * Forms of requests that are rejected with HTTP 400, as some vendors do. A rejected request uses no fault.
   *
   * @defaultValue none
   */
  readonly rejects?: readonly OpenAiRejectedForm[];

  /** Delay before the first chunk of a response. @defaultValue 0 */
  readonly firstChunkMs?: number;
  /** Delay between two chunks. @defaultValue 0 */
  readonly chunkIntervalMs?: number;
  /** Length of the text in a chunk, in UTF-16 units. Surrogate pairs are not split. @defaultValue 4 */
  readonly charactersPerChunk?: number;
  /** Name of the field with the reasoning. OpenAI does not send reasoning. @defaultValue `reasoning_content` */
  readonly reasoningField?: 'reasoning_content' | 'reasoning';
}

export const openAiOptionReaders: FieldReaders<OpenAiEmulatorOptions> = {
  ...emulatorOptionReaders,
  rules: createRulesReader(readResponse),
  apiKeys: createListReader('a list of strings', readSecret),
  models: createListReader('a list of strings', readString),
  rejects: createListReader('a list of names', createChoiceReader(listRejectedForms())),
  firstChunkMs: readDelay,
  chunkIntervalMs: readDelay,
  charactersPerChunk: readPositiveInteger,
  reasoningField: createChoiceReader(['reasoning_content', 'reasoning']),
};
