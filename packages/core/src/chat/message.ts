/** Bytes, base64 text, or an address that the vendor fetches by itself. */
export type FileData =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'base64'; readonly base64: string }
  | { readonly type: 'url'; readonly url: URL };

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface ImagePart {
  readonly type: 'image';
  readonly data: FileData;
  /** For example `image/png`; needed for bytes and base64. */
  readonly mediaType?: string;
}

export interface FilePart {
  readonly type: 'file';
  readonly data: FileData;
  readonly mediaType: string;
  readonly name?: string;
}

/** What a model thought before it answered. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** The vendor's proof that the text is its own; means nothing to another vendor. */
  readonly signature?: string;
  /** The provider id that `signature` belongs to. */
  readonly origin?: string;
}

/** A model's wish to call a tool. */
export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it. */
  readonly argumentsText: string;
  /** The vendor's proof that the call is its own; it wants it back, and to another it means nothing. */
  readonly signature?: string | undefined;
  /** The provider id that minted `id` and `signature`. */
  readonly origin?: string;
}

/** What a tool answered. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  /** The `id` of the call that this answers. */
  readonly toolCallId: string;
  readonly name: string;
  readonly output: string;
  /** True when the tool failed, and `result` tells how. */
  readonly isError?: boolean;
}

export interface SystemMessage {
  readonly role: 'system';
  readonly content: string | readonly TextPart[];
}

export interface UserMessage {
  readonly role: 'user';
  readonly content: string | readonly (TextPart | ImagePart | FilePart)[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: string | readonly (TextPart | ReasoningPart | ToolCallPart | FilePart)[];
}

export interface ToolMessage {
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
}

/** One turn of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

export type ContentPart =
  | TextPart
  | ImagePart
  | FilePart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart;
