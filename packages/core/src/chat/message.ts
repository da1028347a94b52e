/** Bytes, base64 text, or a URL from which the vendor downloads the data. */
export type FileData =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'base64'; readonly base64: string }
  | { readonly type: 'url'; readonly url: URL };

/** Text. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** An image. */
export interface ImagePart {
  readonly type: 'image';
  readonly data: FileData;
  /** For example `image/png`. Required for bytes and base64. */
  readonly mediaType?: string;
}

/** A file. */
export interface FilePart {
  readonly type: 'file';
  readonly data: FileData;
  /** For example `application/pdf`. */
  readonly mediaType: string;
  /** The file name. */
  readonly name?: string;
}

/** The reasoning of a model in an earlier response. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** The vendor's signature of the text. */
  readonly signature?: string;
  /** The id of the provider that created the part. If it is set, other providers do not receive the part. */
  readonly origin?: string;
}

/** A tool call requested by the model. */
export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, as written by the model. */
  readonly argumentsText: string;
  /** The vendor's signature of the call. */
  readonly signature?: string | undefined;
  /**
   * The id of the provider that created `id` and `signature`. If it is set, other providers receive the call with
   * a new id and without the signature.
   */
  readonly origin?: string;
}

/** The result of a tool call. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  /** The `id` of the tool call. */
  readonly toolCallId: string;
  /** The name of the tool. */
  readonly name: string;
  readonly output: string;
  /** True if the tool failed. `output` then describes the error. */
  readonly isError?: boolean;
}

/** Instructions for the model. */
export interface SystemMessage {
  readonly role: 'system';
  readonly content: string | readonly TextPart[];
}

/** A message of the user. */
export interface UserMessage {
  readonly role: 'user';
  readonly content: string | readonly (TextPart | ImagePart | FilePart)[];
}

/** An earlier response of the model. */
export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: string | readonly (TextPart | ReasoningPart | ToolCallPart | FilePart)[];
}

/** Results of tool calls. */
export interface ToolMessage {
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
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
