import type { Attempt, AttemptError, Phase } from '../chat/attempt.ts';
import type { ReasoningEffort, RequestContent } from '../chat/chat-request.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import type { FinishReason } from '../chat/finish-reason.ts';
import type { TotalUsage, Usage } from '../chat/usage.ts';

/** Numbers and flags that describe the request of a chat. They contain no text of the conversation. */
export interface ChatFacts {
  readonly messages: number;
  readonly tools: number;
  readonly images: number;
  readonly files: number;
  /** Whether the caller reads the response while it arrives. */
  readonly stream: boolean;
  /** Whether JSON was requested. */
  readonly json: boolean;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
}

/** The first read of a chat. */
export interface ChatStartTelemetry {
  readonly type: 'chat-start';
  /** `ChatStream.id`. */
  readonly chatId: string;
  /** The model reference; undefined for an inline chain. */
  readonly model: string | undefined;
  readonly facts: ChatFacts;
}

/** How the vendor identifies a response. */
export interface ResponseIdentity {
  /** The vendor's id of the response. */
  readonly id: string | undefined;
  /** The model as named by the vendor. */
  readonly model: string;
}

/** What is known at the end of each chat. */
interface ChatEndFields {
  readonly type: 'chat-end';
  readonly chatId: string;
  /** The registered chain or alias that the chat used. Undefined for other model references and for an inline chain. */
  readonly chain: string | undefined;
  /** The provider that responded, else that of the last attempt; undefined if there was none. */
  readonly provider: string | undefined;
  /**
   * The model that responded, else that of the last attempt, without the provider id; undefined if there was none.
   */
  readonly model: string | undefined;
  /** The token counts of all attempts. */
  readonly totalUsage: TotalUsage;
}

/** The end of a chat that has a complete response. */
export interface ChatSucceededTelemetry extends ChatEndFields {
  readonly outcome: 'succeeded';
  /** Undefined if the vendor reported none. */
  readonly usage: Usage | undefined;
  readonly response: ResponseIdentity;
  readonly finishReason: FinishReason;
  readonly error: undefined;
}

/** What a chat without a complete response does not have. */
interface UnfinishedChatFields extends ChatEndFields {
  readonly usage: undefined;
  readonly response: undefined;
  readonly finishReason: undefined;
}

/** The end of a chat that failed. */
export interface ChatFailedTelemetry extends UnfinishedChatFields {
  readonly outcome: 'failed';
  readonly error: AttemptError;
}

/** The end of a chat that was canceled or aborted. */
export interface ChatAbortedTelemetry extends UnfinishedChatFields {
  readonly outcome: 'aborted';
  readonly error: undefined;
}

/**
 * The end of a chat. Emitted once for each `chat-start`. A chat that the caller neither reads to the end nor cancels
 * has not ended. `break`, `cancel()`, disposal and an abort of its signal end a chat.
 */
export type ChatEndTelemetry = ChatSucceededTelemetry | ChatFailedTelemetry | ChatAbortedTelemetry;

/** The start of an attempt. A target that was skipped has an end only. */
export interface AttemptStartTelemetry {
  readonly type: 'attempt-start';
  readonly chatId: string;
  readonly attempt: Attempt;
  /**
   * Whether the app named the model: its provider definition lists it, or a registered chain or alias contains it.
   * False for a model that only the request names.
   */
  readonly listed: boolean;
}

/** The end of an attempt, or a target that was skipped. */
export interface AttemptEndTelemetry {
  readonly type: 'attempt-end';
  readonly chatId: string;
  readonly attempt: Attempt;
  /** The value of the start of the attempt. Undefined for a target that was skipped. */
  readonly listed?: boolean | undefined;
  /** The phase in which the attempt failed. Undefined unless it failed. */
  readonly phase?: Phase | undefined;
  /** Undefined if the attempt ended before its response started. */
  readonly response?: ResponseIdentity | undefined;
}

/** The start or end of an attempt. */
export type AttemptTelemetry = AttemptStartTelemetry | AttemptEndTelemetry;

/**
 * The end of a wait between attempts or before the first one: for a delay, a queue, a cooldown or a circuit breaker.
 * Not emitted if the chat ends while it waits.
 */
export interface ChatWaitTelemetry {
  readonly type: 'chat-wait';
  readonly chatId: string;
  /** The target that the chat waited for. The next attempt can have another one. */
  readonly provider: string;
  readonly model: string;
  /** How long the chat waited, in milliseconds. */
  readonly waitedMs: number;
}

/** The content of a failed attempt became invalid, because another attempt follows. The caller receives a `reset`. */
export interface ChatResetTelemetry {
  readonly type: 'chat-reset';
  readonly chatId: string;
  /** The number of the failed attempt. */
  readonly attemptNumber: number;
  /** The code of the error that ended it. */
  readonly reason: string;
}

/** The state of a circuit breaker. `isolated` is open until `resetHealth()`. */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'isolated';

/** A change of a circuit breaker. */
export interface BreakerTelemetry {
  readonly type: 'breaker';
  readonly provider: string;
  readonly model: string;
  /** The new state of the target's circuit breaker. */
  readonly state: BreakerState;
}

/** An event about a chat, an attempt or a circuit breaker. It contains no text of a request or a response. */
export type TelemetryEvent =
  | ChatStartTelemetry
  | ChatEndTelemetry
  | ChatWaitTelemetry
  | ChatResetTelemetry
  | AttemptTelemetry
  | BreakerTelemetry;

/** The request of a chat after its start, or the response before its end. It contains prompts and response text. */
export type ContentTelemetry =
  | {
      readonly type: 'request';
      readonly chatId: string;
      readonly request: RequestContent;
    }
  | {
      readonly type: 'response';
      readonly chatId: string;
      readonly response: Omit<ChatResponse, 'output'>;
    };

/** Identifies an attempt. */
export interface AttemptScope {
  readonly chatId: string;
  /** `Attempt.number`. */
  readonly attemptNumber: number;
}

/** Receives events about chats, attempts and circuit breakers. */
export interface Telemetry {
  /** Whether there is a subscriber. If false, no events are created. */
  readonly enabled: boolean;
  /** Called synchronously, in the order of the events. */
  emit(event: TelemetryEvent): void;
  /**
   * Receives prompts and response text. Only the port receives them: `onEvent` and the channels do not. Called
   * synchronously, after `chat-start` and before the `chat-end` of a chat that succeeded.
   */
  emitContent?(content: ContentTelemetry): void;
  /**
   * Returns headers for a request of an attempt, such as `traceparent`. Called for each request. They do not replace
   * headers of the request.
   */
  requestHeaders?(attempt: AttemptScope): Readonly<Record<string, string>>;
  /**
   * Runs a part of an attempt, so that a tracer can run it in the context of its span. Called for each pull of the
   * provider, unless telemetry is disabled. Must call `work` once, synchronously, and return its result.
   */
  within?<Value>(attempt: AttemptScope, work: () => Promise<Value>): Promise<Value>;
}
