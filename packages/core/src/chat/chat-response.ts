import type { Attempt } from './attempt.ts';
import type { FileEvent, FinishReason, SourceEvent, Usage } from './chat-event.ts';

/** A tool call with all its arguments. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it: it may be broken. */
  readonly argumentsText: string;
  /** The vendor's proof that the call is its own, to be sent back with it. */
  readonly signature?: string | undefined;
}

/** A whole answer. */
export interface ChatResponse {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly files: readonly FileEvent[];
  readonly sources: readonly SourceEvent[];
  readonly warnings: readonly string[];
  /** Undefined when the vendor told nothing. */
  readonly usage: Usage | undefined;
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string | undefined;
  readonly provider: string;
  readonly model: string;
  readonly id: string | undefined;
  readonly requestId: string | undefined;
  readonly rateLimitHeaders: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
}
