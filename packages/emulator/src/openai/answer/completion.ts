/** One answer, decided before the first byte of it is written. */
export interface Completion {
  readonly id: string;
  readonly createdAtSeconds: number;
  readonly model: string;
  readonly content: Content;
  /** The vendor's word for why it ended; null where a fault keeps it back. */
  readonly finish: string | null;
  readonly usage: Usage;
}

/** What is said: a text or a refusal, and calls to tools. */
export interface Content {
  readonly reasoning: string;
  readonly text: string;
  readonly refusal: string;
  readonly toolCalls: readonly ToolCall[];
}

export interface ToolCall {
  /** Undefined where a fault keeps it back. */
  readonly id: string | undefined;
  readonly name: string;
  readonly argumentsText: string;
}

export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Those of the completion that were thought, not said. */
  readonly reasoningTokens: number;
}

export const silence: Content = { reasoning: '', text: '', refusal: '', toolCalls: [] };
