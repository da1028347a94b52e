import type { OpenAiError } from '../../openai/errors/error-reply.ts';
import type { OutputItem } from './output-item.ts';

/** A response before it is encoded. */
export interface PlannedResponse {
  readonly id: string;
  readonly createdAtSeconds: number;
  readonly model: string;
  readonly items: readonly OutputItem[];
  readonly status: 'completed' | 'incomplete' | 'failed';
  /** Null if the response is not incomplete. */
  readonly incompleteReason: string | null;
  readonly error: OpenAiError | undefined;
  readonly usage: ResponseUsage;
  /** Fields that repeat the request. */
  readonly echo: Readonly<Record<string, unknown>>;
}

export interface ResponseUsage {
  readonly inputTokens: number;
  /** Includes the tokens of the reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** How a response is encoded. */
export interface Encoding {
  readonly charactersPerChunk: number;
  /** Which events of the items are sent: all, only their starts and ends, only their ends, or none. */
  readonly itemEvents: 'all' | 'without-deltas' | 'only-ends' | 'none';
  readonly isInterleaved: boolean;
  /** Whether the ids of items change with each event, as those of GitHub Copilot do. */
  readonly hasRotatedIds: boolean;
  readonly hasObfuscation: boolean;
  readonly usage: 'complete' | 'without-details' | 'null';
  /** The number of keep-alives in the reasoning. */
  readonly keepAlives: number;
}

/** A response that a fault can still change. */
export interface ResponseDraft {
  readonly response: PlannedResponse;
  readonly encoding: Encoding;
  /** Generates a text and two tool calls, for faults that need several items. */
  readonly generateItems: () => readonly OutputItem[];
  /** Generates reasoning without a text. */
  readonly generateReasoning: () => OutputItem;
}
