import { ConfigurationError } from '@understudy/core';
import { quoteText, readString } from '@understudy/core/internal';

/** A version of the AI SDK's specification for models that can be read: of AI SDK 5, 6 and 7. */
export type ModelVersion = 'v2' | 'v3' | 'v4';

/** URLs that a vendor downloads itself, by media type. */
export type UrlPatterns = Readonly<Record<string, readonly RegExp[]>>;

/** A language model of the AI SDK: a `LanguageModelV4`, a `LanguageModelV3` or a `LanguageModelV2`. */
export interface ModelSource {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls?: UrlPatterns | PromiseLike<UrlPatterns> | undefined;
  doStream(options: object): PromiseLike<ModelStream>;
}

/** The result of `doStream()`. */
export interface ModelStream {
  readonly stream: ReadableStream<unknown>;
  readonly response?:
    | { readonly headers?: Readonly<Record<string, string>> | undefined }
    | undefined;
}

/** A provider of the AI SDK: a `ProviderV4`, a `ProviderV3` or a `ProviderV2`. */
export interface ModelProviderSource {
  languageModel(modelId: string): ModelSource;
}

/** A model whose version is known. */
export interface ReadableModel {
  readonly source: ModelSource;
  readonly version: ModelVersion;
}

const versions: readonly string[] = ['v2', 'v3', 'v4'] satisfies readonly ModelVersion[];

/**
 * Returns a model with its version.
 *
 * @throws ConfigurationError for a model of another version, or a value that is not a model
 */
export function readModel(source: ModelSource, path: string): ReadableModel {
  const given: unknown = source;
  if (typeof given !== 'object' || given === null || typeof source.doStream !== 'function') {
    throw new ConfigurationError({
      path,
      expected: 'a language model of the AI SDK',
      received: given === null ? 'null' : typeof given,
      advice: 'pass the object that a provider of the AI SDK returns, not its name',
    });
  }
  const version = readString(source, 'specificationVersion') ?? 'none';
  if (isVersion(version)) return { source, version };
  throw new ConfigurationError({
    path: `${path}.specificationVersion`,
    expected: "'v2', 'v3' or 'v4'",
    received: quoteText(version),
    advice: `upgrade the package of the AI SDK that created the model "${source.modelId}" (provider ${source.provider})`,
  });
}

function isVersion(version: string): version is ModelVersion {
  return versions.includes(version);
}
