import { formatNamedEvent } from '../anthropic/wire/named-event.ts';
import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import { commentPing } from '../stream/stream-part.ts';
import { type ResponsesEmulatorOptions, responsesOptionReaders } from './responses-options.ts';
import type { StreamSettings } from './stream-settings.ts';

/** The options with their defaults. */
export interface ResponsesSettings extends EmulatorSettings {
  /** Undefined if every request is accepted. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Whether requests accept models that are not listed. */
  readonly anyModel: boolean;
  readonly stream: StreamSettings;
}

const defaultModels = [
  'gpt-6-astra',
  'gpt-6-sol',
  'gpt-5.6-sol',
  'gpt-5.4-mini',
  'gpt-5.1',
  'gpt-5-mini',
  'gpt-4.1',
  'gpt-4o-mini',
];

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: ResponsesEmulatorOptions): ResponsesSettings {
  validateOptions(options, responsesOptionReaders);
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: options.models ?? defaultModels,
    anyModel: options.models === undefined,
    stream: {
      ...resolveEventStyle(options, commentPing),
      formatEvent: formatNamedEvent,
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
    },
  };
}
