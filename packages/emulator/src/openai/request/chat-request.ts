import type { EmulatedMessage } from '../../journal/emulated-request.ts';
import type { JsonRecord } from './read-parameter.ts';

/** The parameters of `POST /v1/chat/completions` that the emulator uses. */
export interface ChatRequest {
  readonly model: string;
  readonly conversation: Conversation;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly format: ResponseFormat;
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
}

export interface Conversation {
  readonly messages: readonly EmulatedMessage[];
  /** The text of the last message with the role `user`. */
  readonly lastUserMessage: string;
  /** The texts of the tool messages at the end of the conversation. */
  readonly toolResults: readonly string[];
  /** All texts and tool calls, for the token count. */
  readonly text: string;
}

export type ResponseFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly schema: JsonRecord | undefined }
  /** One of the texts, without quotation marks. */
  | { readonly kind: 'enum'; readonly values: readonly string[] };

export interface Tool {
  readonly name: string;
  /** The JSON Schema of the arguments. */
  readonly parameters: JsonRecord;
}

export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'tool'; readonly name: string };
