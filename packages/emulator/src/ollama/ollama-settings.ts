import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import type { LineSettings } from './line-settings.ts';
import { type OllamaModel, type ResolvedModel, resolveModel } from './ollama-model.ts';
import { type OllamaEmulatorOptions, ollamaOptionReaders } from './ollama-options.ts';

/** The options with their defaults. */
export interface OllamaSettings extends EmulatorSettings {
  /** Undefined if every request is accepted. */
  readonly apiKeys: readonly string[] | undefined;
  readonly models: readonly ResolvedModel[];
  /** Whether chats accept models that are not listed. */
  readonly anyModel: boolean;
  readonly loadMs: number;
  readonly contextTokens: number;
  readonly stream: LineSettings;
}

const defaultModels: readonly OllamaModel[] = [
  { name: 'qwen3:8b', family: 'qwen3', contextTokens: 40_960 },
  { name: 'gpt-oss:20b', family: 'gptoss', capabilities: ['completion', 'tools', 'thinking'] },
  { name: 'llama3.2', family: 'llama', capabilities: ['completion', 'tools'] },
  { name: 'gemma3:4b', family: 'gemma3', capabilities: ['completion', 'vision'] },
  { name: 'nomic-embed-text', family: 'nomic-bert', capabilities: ['embedding'] },
];

/** A keep-alive is an empty line. Ollama sends none, but a proxy can. */
const blankLine: readonly string[] = [];

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: OllamaEmulatorOptions): OllamaSettings {
  validateOptions(options, ollamaOptionReaders);
  return {
    ...resolveEmulatorSettings(options),
    apiKeys: options.apiKeys,
    models: (options.models ?? defaultModels).map(resolveModel),
    anyModel: options.models === undefined,
    loadMs: options.loadMs ?? 0,
    contextTokens: options.contextTokens ?? 4096,
    stream: {
      ...resolveEventStyle(options, blankLine),
      firstChunkMs: options.firstChunkMs ?? 0,
      chunkIntervalMs: options.chunkIntervalMs ?? 0,
      charactersPerChunk: options.charactersPerChunk ?? 4,
    },
  };
}
