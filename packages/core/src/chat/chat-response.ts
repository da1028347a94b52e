import type { Attempt } from './attempt.ts';
import type { DocumentSourceEvent, FileEvent, SourceEvent } from './chat-event.ts';
import type { FinishReason } from './finish-reason.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { AssistantMessage } from './message.ts';
import type { TotalUsage, Usage } from './usage.ts';

/** A complete tool call. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, as written by the model. Can be invalid JSON. */
  readonly argumentsText: string;
  /** The parsed arguments; undefined if `argumentsText` is not valid JSON. */
  readonly input: JsonValue | undefined;
  /** The vendor's signature of the call. Send it back with the call in the next request. */
  readonly signature?: string | undefined;
  /** Vendor-specific data of the call, for example the set of tools to which the tool belongs. */
  readonly providerMetadata?: JsonObject | undefined;
  /** True if the response ended inside the arguments. Do not execute the call. */
  readonly incomplete?: boolean | undefined;
}

/** A complete response. */
export interface ChatResponse<Output = JsonValue> {
  /** All parts in order, with their signatures. Append it to `messages` of the next request. */
  readonly message: AssistantMessage;
  readonly text: string;
  /**
   * The parsed text for `responseFormat: { type: 'json' }`: validated by a Standard Schema, not validated with a plain
   * JSON Schema. Undefined for the format `text`, for a response with tool calls or the finish reason
   * `content-filter`, and for text that is not JSON if no Standard Schema was given.
   */
  readonly output: Output | undefined;
  /** The model's reasoning. Empty if the vendor sent none. */
  readonly reasoning: string;
  /** In the order in which the calls were completed. */
  readonly toolCalls: readonly ToolCall[];
  readonly files: readonly FileEvent[];
  readonly sources: readonly (SourceEvent | DocumentSourceEvent)[];
  /** Differences between the request and what was sent. */
  readonly warnings: readonly string[];
  /** The token counts of the attempt that responded. Undefined if the vendor reported none. */
  readonly usage: Usage | undefined;
  /** The token counts of all attempts of the chat, those that failed included. */
  readonly totalUsage: TotalUsage;
  readonly finishReason: FinishReason;
  /** The finish reason as reported by the vendor. */
  readonly rawFinishReason: string | undefined;
  /** The vendor's explanation of the finish reason, for example of a refusal. */
  readonly finishMessage: string | undefined;
  /** Fields of the vendor that have no counterpart here. Those of the finish replace those of the start. */
  readonly providerMetadata: JsonObject;
  /** The id of the provider that responded. */
  readonly provider: string;
  /** The model as named by the vendor. */
  readonly model: string;
  /** The vendor's id of the response. */
  readonly id: string | undefined;
  /** The vendor's id of the HTTP request. */
  readonly requestId: string | undefined;
  /** The response headers that report rate limits. Names are in lower case. */
  readonly rateLimitHeaders: Readonly<Record<string, string>>;
  /** The attempt log of the chat. */
  readonly attempts: readonly Attempt[];
}
