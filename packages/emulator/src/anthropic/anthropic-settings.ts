import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import type { StreamSettings } from '../stream/stream-settings.ts';
import { type AnthropicEmulatorOptions, anthropicOptionReaders } from './anthropic-options.ts';
import { formatNamedEvent, pingEvent } from './wire/named-event.ts';

/** The options with their defaults. */
export interface AnthropicSettings extends EmulatorSettings {
  /** Undefined if every key is accepted. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Whether requests accept models that are not listed. */
  readonly anyModel: boolean;
  readonly stream: StreamSettings;
}

const defaultModels = [
  'claude-fable-5-2',
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-sonnet-5',
  'claude-opus-4-6',
  'claude-haiku-4-5',
];

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: AnthropicEmulatorOptions): AnthropicSettings {
  validateOptions(options, anthropicOptionReaders);
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: options.models ?? defaultModels,
    anyModel: options.models === undefined,
    stream: {
      ...resolveEventStyle(options, pingEvent),
      formatEvent: formatNamedEvent,
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
    },
  };
}
