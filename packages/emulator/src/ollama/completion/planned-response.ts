import type { Content, ToolCall } from '../../openai/completion/completion.ts';

/** A response before it is encoded. */
export interface PlannedResponse {
  readonly model: string;
  readonly createdAt: string;
  readonly content: Content;
  /** Undefined if a fault removes it. */
  readonly doneReason: string | undefined;
  /** Undefined if a fault removes them. */
  readonly counts: Counts | undefined;
  readonly stream: boolean;
  readonly charactersPerChunk: number;
  readonly style: LineStyle;
  readonly loadMs: number;
}

export interface Counts {
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** How the content is written to lines. */
export type LineStyle =
  | 'plain'
  /** The tool calls are in the line with `done: true`. */
  | 'calls-in-last-line'
  /** The tool calls are sent twice: in their own lines, and in the line with `done: true`. */
  | 'calls-repeated'
  /** Thinking and text are in the same lines. */
  | 'thinking-with-text';

/** A response that a fault can still change. */
export interface ResponseDraft extends PlannedResponse {
  /** Generates two calls, for faults that need calls. */
  readonly generateToolCalls: () => readonly ToolCall[];
}
