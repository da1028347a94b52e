import { ConfigurationError, isUnderstudyError } from '@understudy/core';
import { assertKnownNames, invalidType, isFieldObject } from '@understudy/core/internal';
import { defineProvider } from '@understudy/core/provider';
import type {
  ModelInfo,
  ProviderCapabilities,
  ProviderContext,
  ProviderDefinition,
  ProviderPorts,
} from '@understudy/core/provider';

import type { ModelProviderSource, ModelSource, ReadableModel } from './model-source.ts';
import { readModel } from './model-source.ts';
import { downloadFile } from './request/download-file.ts';
import type { DownloadedFile } from './request/download-files.ts';
import { downloadError } from './request/download-files.ts';
import { decodeError } from './response/decode-error.ts';
import { streamChat } from './stream-chat.ts';

/** Options of `fromLanguageModel()` and `fromProvider()`. */
export interface ModelOptions<Id extends string> {
  /** The provider id, the part before the slash in a model reference. */
  readonly id: Id;
  /** A name for people. @defaultValue the id */
  readonly label?: string | undefined;
  /** The features that the models support. A chain skips a target that lacks a feature. @defaultValue all */
  readonly capabilities?: Partial<ProviderCapabilities> | undefined;
  /**
   * The namespace of the AI SDK's provider in its `providerOptions`, for example `openai`. The options that a chat has
   * under `id` are sent in this namespace. @defaultValue the beginning of the model's `provider`, up to the first dot
   */
  readonly namespace?: string | undefined;
  /**
   * Downloads a file that the vendor cannot download itself. The `signal` aborts with the chat.
   * @defaultValue a request with the HTTP client of the runtime, which does not follow redirects
   */
  readonly download?:
    | ((url: URL, options: { readonly signal: AbortSignal }) => Promise<DownloadedFile>)
    | undefined;
}

/** Options of `fromLanguageModel()`. */
export interface LanguageModelSourceOptions<Id extends string> extends ModelOptions<Id> {
  /** The size of the context window in tokens: request and response together. */
  readonly contextTokens?: number | undefined;
  /** The largest response in tokens. */
  readonly maxOutputTokens?: number | undefined;
}

const optionNames: readonly string[] = Object.keys({
  id: true,
  label: true,
  capabilities: true,
  namespace: true,
  download: true,
} satisfies Record<keyof ModelOptions<string>, true>);

/**
 * Returns a language model of the AI SDK as a provider with one model, whose name is the `modelId`.
 *
 * Calls `doStream()` for each attempt, so that the retries, timeouts and fallbacks of the chain apply. The request goes
 * through the HTTP client of the model, not through that of the runtime.
 *
 * @throws ConfigurationError for a model of another version than `v2`, `v3` and `v4`, and for an unknown option
 *
 * @example
 * const mistral = fromLanguageModel(createMistral()('mistral-large-latest'), { id: 'mistral' });
 * const understudy = createUnderstudy({ providers: [mistral] });
 */
export function fromLanguageModel<const Id extends string>(
  model: ModelSource,
  options: LanguageModelSourceOptions<Id>,
): ProviderDefinition<Id> {
  assertOptions(options, [...optionNames, 'contextTokens', 'maxOutputTokens']);
  const readable = readModel(model, 'model');
  const { contextTokens, maxOutputTokens } = options;
  return define(options, {
    models: [{ id: model.modelId, contextTokens, maxOutputTokens }],
    allowUnknownModels: false,
    find: () => readable,
  });
}

/**
 * Returns a provider of the AI SDK as a provider that accepts any model name.
 *
 * Calls `languageModel()` and `doStream()` for each attempt.
 *
 * @throws ConfigurationError for a value without `languageModel()`, and for an unknown option
 *
 * @example
 * const understudy = createUnderstudy({ providers: [fromProvider(createMistral(), { id: 'mistral' })] });
 * understudy.chat({ model: 'mistral/mistral-large-latest', messages });
 */
export function fromProvider<const Id extends string>(
  provider: ModelProviderSource,
  options: ModelOptions<Id>,
): ProviderDefinition<Id> {
  assertOptions(options, optionNames);
  assertProvider(provider);
  return define(options, {
    models: [],
    allowUnknownModels: true,
    find: (name) => readModel(provider.languageModel(name), 'provider.languageModel()'),
  });
}

function assertOptions(options: unknown, names: readonly string[]): void {
  if (!isFieldObject(options)) throw invalidType('options', 'an object with an id', options);
  assertKnownNames(options, names, 'options.');
}

interface Models {
  readonly models: readonly ModelInfo[];
  readonly allowUnknownModels: boolean;
  /** Returns the model of a name. */
  readonly find: (name: string) => ReadableModel;
}

function define<Id extends string>(
  options: ModelOptions<Id>,
  { models, allowUnknownModels, find }: Models,
): ProviderDefinition<Id> {
  const { id, label, capabilities, namespace, download } = options;
  return defineProvider({
    id,
    label,
    models,
    allowUnknownModels,
    capabilities: { tools: true, images: true, files: true, json: true, ...capabilities },
    create: (ports) => ({
      chat: (request, context) => {
        const model = findModel(request.model, find, ports);
        return streamChat(request, context, {
          model,
          namespace: namespace ?? model.source.provider.split('.', 1)[0] ?? id,
          download: download ? createDownload(download) : downloadFile,
          ports,
        });
      },
    }),
  });
}

function findModel(
  name: string,
  find: (name: string) => ReadableModel,
  { clock }: ProviderPorts,
): ReadableModel {
  try {
    return find(name);
  } catch (error) {
    throw isUnderstudyError(error) ? error : decodeError(error, clock);
  }
}

function createDownload(download: NonNullable<ModelOptions<string>['download']>) {
  return async (
    url: URL,
    _ports: ProviderPorts,
    { signal }: ProviderContext,
  ): Promise<DownloadedFile> => {
    try {
      return await download(url, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw isUnderstudyError(error) ? error : downloadError(url, 'see cause', error);
    }
  };
}

function assertProvider(provider: unknown): void {
  const isObject = typeof provider === 'function' || typeof provider === 'object';
  if (
    isObject &&
    provider !== null &&
    typeof Reflect.get(provider, 'languageModel') === 'function'
  ) {
    return;
  }
  throw new ConfigurationError({
    path: 'provider',
    expected: 'a provider of the AI SDK with languageModel()',
    received: provider === null ? 'null' : typeof provider,
  });
}
