import type { CallOptions } from './call-options.ts';
import type { JsonRecord, Metadata } from './json.ts';

/** A version of the AI SDK's specification for models: `v4` of AI SDK 7, `v3` of AI SDK 6. */
export type Specification = 'v4' | 'v3';

/** A language model of the AI SDK. It is a `LanguageModelV4` or a `LanguageModelV3` of `@ai-sdk/provider`. */
export interface LanguageModel<Version extends Specification = 'v4'> {
  readonly specificationVersion: Version;
  /** The name of the chain or model, and the namespace of messages about it. */
  readonly provider: string;
  /** The name of the chain or model. */
  readonly modelId: string;
  /** The URLs that the AI SDK passes on. It downloads others before a call. */
  readonly supportedUrls: Record<string, RegExp[]>;
  /**
   * Returns a complete response.
   *
   * @throws APICallError with `isRetryable: false` if the chat fails; the reason of the signal
   */
  doGenerate(options: CallOptions): Promise<GenerateResult<Version>>;
  /**
   * Returns a response as a stream. Resolves at the first content of the response.
   *
   * @throws APICallError with `isRetryable: false` if the chat fails before its first content; the reason of the signal
   */
  doStream(options: CallOptions): Promise<StreamResult<Version>>;
}

/** A provider of the AI SDK, which is also a function that returns a language model. */
export interface LanguageModelProvider<Version extends Specification = 'v4'> {
  (modelId: string): LanguageModel<Version>;
  readonly specificationVersion: Version;
  /** @throws NoSuchModelError if the runtime has no chain, alias or model of this name */
  languageModel(modelId: string): LanguageModel<Version>;
  /** @throws NoSuchModelError always: Understudy has no embedding models */
  embeddingModel(modelId: string): never;
  /** @throws NoSuchModelError always: Understudy has no image models */
  imageModel(modelId: string): never;
}

/** A difference between the options of a call and what was sent. */
export type CallWarning<Version extends Specification = 'v4'> =
  | { type: 'unsupported' | 'compatibility'; feature: string; details?: string }
  | { type: 'other'; message: string }
  | (Version extends 'v4' ? { type: 'deprecated'; setting: string; message: string } : never);

/** Why the model stopped. `interrupted` is a stream that ended without a finish. */
export interface CallFinishReason<Version extends Specification = 'v4'> {
  unified:
    | 'stop'
    | 'length'
    | 'content-filter'
    | 'tool-calls'
    | 'error'
    | 'other'
    | (Version extends 'v4' ? 'interrupted' : never);
  raw: string | undefined;
}

/** Token counts. A count that the vendor did not report is undefined. */
export interface CallUsage {
  inputTokens: {
    total: number | undefined;
    noCache: number | undefined;
    cacheRead: number | undefined;
    cacheWrite: number | undefined;
  };
  outputTokens: {
    total: number | undefined;
    text: number | undefined;
    reasoning: number | undefined;
  };
  raw?: JsonRecord;
}

/** A file that the model generated. */
export interface FileContent<Version extends Specification = 'v4'> {
  type: 'file';
  mediaType: string;
  data: Version extends 'v4'
    ? { type: 'data'; data: string | Uint8Array } | { type: 'url'; url: URL }
    : string | Uint8Array;
  providerMetadata?: Metadata;
}

/** A source that the response cites. */
export type SourceContent =
  | {
      type: 'source';
      sourceType: 'url';
      id: string;
      url: string;
      title?: string;
      providerMetadata?: Metadata;
    }
  | {
      type: 'source';
      sourceType: 'document';
      id: string;
      mediaType: string;
      title: string;
      providerMetadata?: Metadata;
    };

/** A call of a tool. */
export interface ToolCallContent {
  type: 'tool-call';
  toolCallId: string;
  toolName: string;
  /** The arguments as JSON text. */
  input: string;
  providerMetadata?: Metadata;
}

/** A part of a complete response. */
export type Content<Version extends Specification = 'v4'> =
  | { type: 'text' | 'reasoning'; text: string; providerMetadata?: Metadata }
  | FileContent<Version>
  | SourceContent
  | ToolCallContent;

/** What the vendor reported about a response. */
export interface ResponseInfo {
  id?: string;
  modelId?: string;
}

/** A complete response. */
export interface GenerateResult<Version extends Specification = 'v4'> {
  content: Content<Version>[];
  finishReason: CallFinishReason<Version>;
  usage: CallUsage;
  providerMetadata: Metadata;
  response: ResponseInfo & { headers?: Record<string, string> };
  warnings: CallWarning<Version>[];
}

/** A part of a stream. */
export type StreamPart<Version extends Specification = 'v4'> =
  | { type: 'stream-start'; warnings: CallWarning<Version>[] }
  | ({ type: 'response-metadata' } & ResponseInfo)
  | { type: 'text-start' | 'reasoning-start'; id: string }
  | { type: 'text-delta' | 'reasoning-delta'; id: string; delta: string }
  | { type: 'text-end' | 'reasoning-end'; id: string; providerMetadata?: Metadata }
  | { type: 'tool-input-start'; id: string; toolName: string }
  | { type: 'tool-input-delta'; id: string; delta: string }
  | { type: 'tool-input-end'; id: string }
  | ToolCallContent
  | FileContent<Version>
  | SourceContent
  | { type: 'raw'; rawValue: unknown }
  | { type: 'error'; error: unknown }
  | {
      type: 'finish';
      finishReason: CallFinishReason<Version>;
      usage: CallUsage;
      providerMetadata: Metadata;
    };

/** A response as a stream. */
export interface StreamResult<Version extends Specification = 'v4'> {
  stream: ReadableStream<StreamPart<Version>>;
  response: { headers?: Record<string, string> };
}
