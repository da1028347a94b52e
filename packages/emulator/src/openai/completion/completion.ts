/** A chat completion before it is encoded. */
export interface Completion {
  readonly id: string;
  readonly createdAtSeconds: number;
  readonly model: string;
  readonly content: Content;
  /** OpenAI's `finish_reason`. Null if a fault removes it. */
  readonly finishReason: string | null;
  readonly usage: Usage;
}

/** The content of a response: text or a refusal, and tool calls. */
export interface Content {
  readonly reasoning: string;
  readonly text: string;
  readonly refusal: string;
  readonly toolCalls: readonly ToolCall[];
}

export interface ToolCall {
  /** Undefined if a fault removes it. */
  readonly id: string | undefined;
  readonly name: string;
  readonly argumentsText: string;
}

export interface Usage {
  readonly promptTokens: number;
  /** Includes the reasoning tokens. */
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

export const emptyContent: Content = { reasoning: '', text: '', refusal: '', toolCalls: [] };
