import { type EmulatorOptions, emulatorOptionReaders } from '../emulator/emulator-options.ts';
import { type FieldReaders, createListReader } from '../readers/object-readers.ts';
import {
  readDelay,
  readPositiveInteger,
  readSecret,
  readString,
} from '../readers/value-readers.ts';
import { createRulesReader, readResponse } from '../responses/rule-readers.ts';
import type { ResponsesStep } from './faults/responses-fault.ts';

/** Options of the emulator of OpenAI Responses. All are optional. */
export interface ResponsesEmulatorOptions extends EmulatorOptions<ResponsesStep> {
  /** The accepted API keys. @defaultValue any key, and requests without a key */
  readonly apiKeys?: readonly string[];
  /**
   * The existing models. A request with another model fails with HTTP 404.
   *
   * @defaultValue a list of OpenAI models; requests accept any name
   */
  readonly models?: readonly string[];

  /** Delay before the first event of the content. @defaultValue 0 */
  readonly firstChunkMs?: number;
  /** Delay between two events of the content. @defaultValue 0 */
  readonly chunkIntervalMs?: number;
  /** Length of the text in a delta, in UTF-16 units. Surrogate pairs are not split. @defaultValue 4 */
  readonly charactersPerChunk?: number;
}

export const responsesOptionReaders: FieldReaders<ResponsesEmulatorOptions> = {
  ...emulatorOptionReaders,
  rules: createRulesReader(readResponse),
  apiKeys: createListReader('a list of strings', readSecret),
  models: createListReader('a list of strings', readString),
  firstChunkMs: readDelay,
  chunkIntervalMs: readDelay,
  charactersPerChunk: readPositiveInteger,
};
