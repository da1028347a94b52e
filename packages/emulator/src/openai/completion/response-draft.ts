import type { EncodingOptions } from '../wire/encoding-options.ts';
import type { Content, ToolCall } from './completion.ts';

/** A response that a fault can still change. */
export interface ResponseDraft {
  readonly content: Content;
  readonly finishReason: string | null;
  /** Whether the response is an event stream or one JSON object. */
  readonly stream: boolean;
  /** Replaces the content type of the response. */
  readonly contentType: string | undefined;
  readonly includeUsage: boolean;
  readonly encoding: EncodingOptions;
  /** Whether the reasoning is counted in the usage and not sent. */
  readonly hideReasoning: boolean;
  /** Generates reasoning, for faults that need it. */
  readonly generateReasoning: () => string;
  /** Generates two calls, for faults that need calls. */
  readonly generateToolCalls: () => readonly ToolCall[];
}
