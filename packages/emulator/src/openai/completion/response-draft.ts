import type { EncodingOptions } from '../wire/encoding-options.ts';
import type { Content, ToolCall } from './completion.ts';

/** A response that a fault can still change. */
export interface ResponseDraft {
  readonly content: Content;
  readonly finishReason: string | null;
  /** Whether the response is an event stream or one JSON object. */
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly encoding: EncodingOptions;
  /** Generates two calls, for faults that need calls. */
  readonly generateToolCalls: () => readonly ToolCall[];
}
