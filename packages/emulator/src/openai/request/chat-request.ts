import type { EmulatedMessage } from '../../journal/emulated-request.ts';
import type { JsonRecord } from './read-parameter.ts';

/** What `POST /v1/chat/completions` was asked, as far as it decides the answer. */
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

/** What was said so far. */
export interface Conversation {
  readonly messages: readonly EmulatedMessage[];
  /** The text of the last message of the user. */
  readonly asked: string;
  /** The results of tools with which the conversation ends. */
  readonly toolResults: readonly string[];
  /** All that the model has to read. */
  readonly text: string;
}

export type ResponseFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly schema: JsonRecord | undefined };

export interface Tool {
  readonly name: string;
  /** The JSON Schema of its arguments. */
  readonly parameters: JsonRecord;
}

/** A tool by its name, or a rule. */
export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'tool'; readonly name: string };
