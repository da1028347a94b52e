import { type EmulatorOptions, emulatorOptionReaders } from '../emulator/emulator-options.ts';
import { type FieldReaders, createListReader } from '../readers/object-readers.ts';
import {
  readDelay,
  readPositiveInteger,
  readSecret,
  readString,
} from '../readers/value-readers.ts';
import { createRulesReader, readResponse } from '../responses/rule-readers.ts';
import type { GoogleStep } from './faults/google-fault.ts';

/** Options of the Gemini emulator. All are optional. */
export interface GoogleEmulatorOptions extends EmulatorOptions<GoogleStep> {
  /** The accepted API keys. @defaultValue any key, but not a request without one */
  readonly apiKeys?: readonly string[];
  /**
   * The existing models. A request with another model fails with HTTP 404.
   *
   * @defaultValue a list of Gemini models; requests accept any name
   */
  readonly models?: readonly string[];

  /** Delay before the first chunk with content. @defaultValue 0 */
  readonly firstChunkMs?: number;
  /** Delay between two chunks with content. @defaultValue 0 */
  readonly chunkIntervalMs?: number;
  /** Length of the text in a chunk, in UTF-16 units. Surrogate pairs are not split. @defaultValue 4 */
  readonly charactersPerChunk?: number;
}

export const googleOptionReaders: FieldReaders<GoogleEmulatorOptions> = {
  ...emulatorOptionReaders,
  rules: createRulesReader(readResponse),
  apiKeys: createListReader('a list of strings', readSecret),
  models: createListReader('a list of strings', readString),
  firstChunkMs: readDelay,
  chunkIntervalMs: readDelay,
  charactersPerChunk: readPositiveInteger,
};
