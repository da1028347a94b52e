import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import { commentPing } from '../stream/stream-part.ts';
import type { StreamSettings } from '../stream/stream-settings.ts';
import { type GoogleEmulatorOptions, googleOptionReaders } from './google-options.ts';

/** The options with their defaults. */
export interface GoogleSettings extends EmulatorSettings {
  /** Undefined if every key is accepted. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Whether requests accept models that are not listed. */
  readonly anyModel: boolean;
  readonly stream: StreamSettings;
}

const defaultModels = [
  'gemini-4-argon',
  'gemini-3.8-flash',
  'gemini-3.5-flash',
  'gemini-3.1-pro-preview',
  'gemini-3-flash-preview',
  'gemini-2.5-pro',
  'gemini-2.5-flash',
];

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: GoogleEmulatorOptions): GoogleSettings {
  validateOptions(options, googleOptionReaders);
  const { lineEnding = 'crlf' } = options;
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: options.models ?? defaultModels,
    anyModel: options.models === undefined,
    stream: {
      ...resolveEventStyle({ ...options, lineEnding }, commentPing),
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
    },
  };
}
