import type { JsonObject } from './json.ts';

/** Bytes, base64 text, or a URL from which the vendor downloads the data. */
export type FileData =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'base64'; readonly base64: string }
  | { readonly type: 'url'; readonly url: URL };

/**
 * Options for a request, a message, a part or a tool, by provider id or wire format, for example a cache mark. A
 * provider receives the entry of its wire format and its own entry, which takes precedence.
 */
export type ProviderOptions = Readonly<Record<string, JsonObject>>;

/**
 * Where a part of an assistant message was created. `ChatResponse.message` contains it. If `origin` is not set, the
 * part is sent to every provider as it is.
 */
export interface PartOrigin {
  /**
   * The vendor's signature of the part. It is sent back only to the provider and model that created it, or to every
   * model of the provider if its definition has `signatureScope: 'provider'`.
   */
  readonly signature?: string | undefined;
  /** The id of the provider that created the part, or its wire format if the provider is not known. */
  readonly origin?: string | undefined;
  /** The model that created the part, without the provider id. */
  readonly originModel?: string | undefined;
  /** Vendor-specific data of the part. It is sent back under the same conditions as `signature`. */
  readonly providerMetadata?: JsonObject | undefined;
}

/** Text. */
export interface TextPart extends PartOrigin {
  readonly type: 'text';
  readonly text: string;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** An image. */
export interface ImagePart {
  readonly type: 'image';
  readonly data: FileData;
  /** For example `image/png`. Required for bytes and base64. */
  readonly mediaType?: string | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A file. */
export interface FilePart extends PartOrigin {
  readonly type: 'file';
  readonly data: FileData;
  /** For example `application/pdf`. */
  readonly mediaType: string;
  /** The file name. */
  readonly name?: string | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** The reasoning of a model in an earlier response. Providers other than `origin` do not receive it. */
export interface ReasoningPart extends PartOrigin {
  readonly type: 'reasoning';
  /** Empty for redacted reasoning, which has only a signature. */
  readonly text: string;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A tool call requested by the model. Providers other than `origin` receive it with a new id. */
export interface ToolCallPart extends PartOrigin {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, as written by the model. */
  readonly argumentsText: string;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** The result of a tool call. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  /** The `id` of the tool call. */
  readonly toolCallId: string;
  /** The name of the tool. */
  readonly name: string;
  readonly output: string;
  /** The result as text, images and files. Providers that support it send it in place of `output`. */
  readonly parts?: readonly (TextPart | ImagePart | FilePart)[] | undefined;
  /** True if the tool failed. `output` then describes the error. */
  readonly isError?: boolean | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** Instructions for the model. */
export interface SystemMessage {
  readonly role: 'system';
  readonly content: string | readonly TextPart[];
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A message of the user. */
export interface UserMessage {
  readonly role: 'user';
  readonly content: string | readonly (TextPart | ImagePart | FilePart)[];
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A part of a response of the model. */
export type AssistantPart = TextPart | ReasoningPart | ToolCallPart | FilePart;

/** An earlier response of the model. */
export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: string | readonly AssistantPart[];
  readonly providerOptions?: ProviderOptions | undefined;
}

/** Results of tool calls. */
export interface ToolMessage {
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
  readonly providerOptions?: ProviderOptions | undefined;
}

/** One message of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** A part of the content of a message. */
export type ContentPart =
  | TextPart
  | ImagePart
  | FilePart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart;
