import type { Attempt, AttemptError } from '../chat/attempt.ts';
import type { ReasoningEffort } from '../chat/chat-request.ts';
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

/**
 * The end of a chat. Emitted once for each `chat-start`. A chat that the caller neither reads to the end nor cancels has
 * not ended. `break`, `cancel()`, disposal and an abort of its signal end a chat.
 */
export interface ChatEndTelemetry {
  readonly type: 'chat-end';
  readonly chatId: string;
  readonly outcome: 'succeeded' | 'failed' | 'aborted';
  /** The provider of the last attempt; undefined if there was none. */
  readonly provider: string | undefined;
  /** The model of the last attempt, without the provider id; undefined if there was none. */
  readonly model: string | undefined;
  /** Undefined unless the chat succeeded. */
  readonly usage: Usage | undefined;
  /** The token counts of all attempts. */
  readonly totalUsage: TotalUsage;
  readonly finishReason: FinishReason | undefined;
  /** Undefined unless the chat failed. */
  readonly error: AttemptError | undefined;
}

/** The start or end of an attempt. */
export interface AttemptTelemetry {
  readonly type: 'attempt-start' | 'attempt-end';
  readonly chatId: string;
  readonly attempt: Attempt;
}

/** A change of a circuit breaker. */
export interface BreakerTelemetry {
  readonly type: 'breaker';
  readonly provider: string;
  readonly model: string;
  /** The new state of the target's circuit breaker. */
  readonly state: 'closed' | 'open' | 'half-open' | 'isolated';
}

/** An event about a chat, an attempt or a circuit breaker. */
export type TelemetryEvent =
  | ChatStartTelemetry
  | ChatEndTelemetry
  | AttemptTelemetry
  | BreakerTelemetry;

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
   * Runs a part of an attempt, so that a tracer can run it in the context of its span. Called for each pull of the
   * provider. Must call `work` once, synchronously, and return its result.
   */
  within?<Value>(attempt: AttemptScope, work: () => Promise<Value>): Promise<Value>;
}
