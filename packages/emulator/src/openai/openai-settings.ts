import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import { commentPing } from '../stream/stream-part.ts';
import { type OpenAiEmulatorOptions, openAiOptionReaders } from './openai-options.ts';
import type { OpenAiRejectedForm } from './request/errors/rejected-forms.ts';
import type { StreamSettings } from './stream-settings.ts';

/** The options with their defaults. */
export interface OpenAiSettings extends EmulatorSettings {
  /** Undefined if every request is accepted. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Whether chats accept models that are not listed. */
  readonly anyModel: boolean;
  readonly rejects: readonly OpenAiRejectedForm[];
  readonly stream: StreamSettings;
}

const defaultModels = [
  'gpt-5.1',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4o',
  'gpt-4o-mini',
];

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: OpenAiEmulatorOptions): OpenAiSettings {
  validateOptions(options, openAiOptionReaders);
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: options.models ?? defaultModels,
    anyModel: options.models === undefined,
    rejects: options.rejects ?? [],
    stream: {
      ...resolveEventStyle(options, commentPing),
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
      reasoningField: options.reasoningField ?? 'reasoning_content',
    },
  };
}
