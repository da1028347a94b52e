import { type EmulatorOptions, emulatorOptionReaders } from '../emulator/emulator-options.ts';
import { isRecord } from '../is-record.ts';
import { invalidType, invalidValue } from '../readers/invalid-value.ts';
import { type FieldReaders, createListReader } from '../readers/object-readers.ts';
import {
  type Reader,
  readDelay,
  readPositiveInteger,
  readSecret,
} from '../readers/value-readers.ts';
import { createRulesReader, readResponse } from '../responses/rule-readers.ts';
import type { OllamaStep } from './faults/ollama-fault.ts';
import { type OllamaModel, readOllamaModel } from './ollama-model.ts';

/** Options of the Ollama emulator. All are optional. */
export interface OllamaEmulatorOptions extends EmulatorOptions<OllamaStep> {
  /** The accepted API keys. @defaultValue any key, and requests without a key */
  readonly apiKeys?: readonly string[];
  /**
   * The installed models. A chat with another model fails with HTTP 404.
   *
   * @defaultValue a list of models; chats accept any name
   */
  readonly models?: readonly OllamaModel[];
  /** Time to load a model, before the headers of its first response. @defaultValue 0 */
  readonly loadMs?: number;
  /** The context window of requests without `num_ctx`, in tokens of four characters. @defaultValue 4096 */
  readonly contextTokens?: number;
  /** Delay before the first line of a response. @defaultValue 0 */
  readonly firstChunkMs?: number;
  /** Delay between two lines. @defaultValue 0 */
  readonly chunkIntervalMs?: number;
  /** Length of the text in a line, in UTF-16 units. Surrogate pairs are not split. @defaultValue 4 */
  readonly charactersPerChunk?: number;
}

/** Accepts the content that Ollama can send: no refusal, and arguments as an object. */
const readOllamaResponse: Reader = (value, path) => {
  readResponse(value, path);
  if (!isRecord(value)) return;
  const { refusal, toolCalls } = value;
  if (refusal !== undefined) {
    throw invalidValue(`${path}.refusal`, 'no refusal, because Ollama sends none', refusal);
  }
  if (!Array.isArray(toolCalls)) return;
  for (const [index, call] of toolCalls.entries()) {
    if (isRecord(call) && typeof call['arguments'] === 'string') {
      throw invalidType(`${path}.toolCalls[${index}].arguments`, 'an object', call['arguments']);
    }
  }
};

export const ollamaOptionReaders: FieldReaders<OllamaEmulatorOptions> = {
  ...emulatorOptionReaders,
  rules: createRulesReader(readOllamaResponse),
  apiKeys: createListReader('a list of strings', readSecret),
  models: createListReader('a list of models', readOllamaModel),
  loadMs: readDelay,
  contextTokens: readPositiveInteger,
  firstChunkMs: readDelay,
  chunkIntervalMs: readDelay,
  charactersPerChunk: readPositiveInteger,
};
