import { type EmulatorSettings, resolveEmulatorSettings } from '../emulator/emulator-options.ts';
import { validateNumbers } from '../emulator/validate-numbers.ts';
import { type EventStyle, resolveEventStyle } from '../stream/stream-options.ts';
import { commentPing } from '../stream/stream-part.ts';
import type { OpenAiEmulatorOptions } from './openai-options.ts';

/** How the pieces of an answer are put on the wire. */
export interface StreamSettings extends EventStyle {
  readonly firstChunkMs: number;
  readonly chunkIntervalMs: number;
  readonly charactersPerChunk: number;
  readonly reasoningField: 'reasoning_content' | 'reasoning';
}

/** The options with every default filled in. */
export interface OpenAiSettings extends EmulatorSettings {
  /** Undefined: whoever asks is answered. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Whether models that are not listed are answered too. */
  readonly anyModel: boolean;
  readonly stream: StreamSettings;
}

const listedModels = [
  'gpt-5.1',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4o',
  'gpt-4o-mini',
];

/** Fills in the defaults; throws on a number that no stream could be made with. */
export function resolveSettings(options: OpenAiEmulatorOptions): OpenAiSettings {
  validateNumbers(options, ['charactersPerChunk'], ['firstChunkMs', 'chunkIntervalMs']);
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: options.models ?? listedModels,
    anyModel: options.models === undefined,
    stream: {
      ...resolveEventStyle(options, [commentPing]),
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
      reasoningField: options.reasoningField ?? 'reasoning_content',
    },
  };
}
