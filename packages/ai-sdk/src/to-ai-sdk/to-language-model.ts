import { NoSuchModelError } from '@ai-sdk/provider';
import { ConfigurationError, isConfigurationError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { assertKnownNames, quoteText } from '@understudy/core/internal';

import type {
  LanguageModel,
  LanguageModelProvider,
  Specification,
} from '../specification/language-model.ts';
import type { Runtime } from './chain-model.ts';
import { ChainModel } from './chain-model.ts';
import { createNoSuchModelError, isUnknownModel } from './encode-error.ts';
import { v3Encoder, v4Encoder } from './response/specification-encoder.ts';

/** Options of `toLanguageModel()` and `toProvider()`. */
export interface LanguageModelOptions<Version extends Specification = Specification> {
  /** The version of the model: `v4` for AI SDK 7, `v3` for AI SDK 6. @defaultValue 'v4' */
  readonly specification?: Version | undefined;
  /**
   * Patterns of the URLs that every target can download, by media type, for example `image/*`. The AI SDK downloads
   * other files and passes on their data. @defaultValue none
   */
  readonly supportedUrls?: Readonly<Record<string, readonly RegExp[]>> | undefined;
}

/** Options for a model of AI SDK 6. */
export type V3Options = LanguageModelOptions<'v3'> & { readonly specification: 'v3' };

const optionNames: readonly string[] = Object.keys({
  specification: true,
  supportedUrls: true,
} satisfies Record<keyof LanguageModelOptions, true>);

/**
 * Returns a chain, an alias or a model of a runtime as a language model of the AI SDK.
 *
 * The model retries and falls back as the chain does, so `maxRetries` of the AI SDK has no effect. Fields of
 * `providerOptions.understudy` are options of the chat: `timeouts`, `deadlineMs`, `retry`, `maxAttempts`, `affinity`,
 * `parallelToolCalls`, `effects`, `user` and `metadata`.
 *
 * @throws NoSuchModelError if the runtime has no chain, alias or model of this name; UnderstudyError `closed`;
 * ConfigurationError for an unknown option
 *
 * @example
 * const model = toLanguageModel(understudy, 'support');
 * const { textStream } = streamText({ model, prompt: 'Hi' });
 */
export function toLanguageModel<Model extends string>(
  understudy: Understudy<Model>,
  model: NoInfer<Model>,
  options: V3Options,
): LanguageModel<'v3'>;
export function toLanguageModel<Model extends string>(
  understudy: Understudy<Model>,
  model: NoInfer<Model>,
  options?: LanguageModelOptions<'v4'>,
): LanguageModel;
export function toLanguageModel(
  understudy: Understudy,
  model: string,
  options: LanguageModelOptions = {},
): LanguageModel<Specification> {
  const specification = readSpecification(options);
  assertModelExists(understudy, model);
  const supportedUrls = copyPatterns(options.supportedUrls);
  return specification === 'v3'
    ? new ChainModel(understudy, model, v3Encoder, supportedUrls)
    : new ChainModel(understudy, model, v4Encoder, supportedUrls);
}

/**
 * Returns a runtime as a provider of the AI SDK, for `createProviderRegistry`, `customProvider` and
 * `AI_SDK_DEFAULT_PROVIDER`. Its models are the chains, aliases and models of the runtime.
 *
 * @throws ConfigurationError for an unknown option
 *
 * @example
 * const registry = createProviderRegistry({ understudy: toProvider(understudy) });
 * const { text } = await generateText({ model: registry.languageModel('understudy:support'), prompt: 'Hi' });
 */
export function toProvider(understudy: Understudy, options: V3Options): LanguageModelProvider<'v3'>;
export function toProvider(
  understudy: Understudy,
  options?: LanguageModelOptions<'v4'>,
): LanguageModelProvider;
export function toProvider(
  understudy: Understudy,
  options: LanguageModelOptions = {},
): LanguageModelProvider<Specification> {
  const specificationVersion = readSpecification(options);
  const languageModel = (modelId: string): LanguageModel<Specification> =>
    specificationVersion === 'v3'
      ? toLanguageModel(understudy, modelId, { ...options, specification: 'v3' })
      : toLanguageModel(understudy, modelId, { ...options, specification: 'v4' });
  return Object.assign((modelId: string) => languageModel(modelId), {
    specificationVersion,
    languageModel,
    embeddingModel: (modelId: string) => rejectModel(modelId, 'embeddingModel'),
    imageModel: (modelId: string) => rejectModel(modelId, 'imageModel'),
  });
}

function rejectModel(modelId: string, modelType: 'embeddingModel' | 'imageModel'): never {
  const message = `Understudy has no ${modelType === 'imageModel' ? 'image' : 'embedding'} models: use another provider for "${modelId}".`;
  throw new NoSuchModelError({ modelId, modelType, message });
}

function readSpecification(options: LanguageModelOptions): Specification {
  assertKnownNames(options, optionNames, 'options.');
  const { specification = 'v4' } = options;
  if (specification === 'v4' || specification === 'v3') return specification;
  throw new ConfigurationError({
    path: 'options.specification',
    expected: "'v4' or 'v3'",
    received: quoteText(String(specification)),
  });
}

function copyPatterns(
  patterns: LanguageModelOptions['supportedUrls'] = {},
): Record<string, RegExp[]> {
  return Object.fromEntries(Object.entries(patterns).map(([type, list]) => [type, [...list]]));
}

/** `explain()` sends nothing. */
function assertModelExists(runtime: Runtime, model: string): void {
  try {
    runtime.explain({ model });
  } catch (error) {
    const isUnknown = isUnknownModel(error) || (model === '' && isConfigurationError(error));
    throw isUnknown ? createNoSuchModelError(model, error) : error;
  }
}
