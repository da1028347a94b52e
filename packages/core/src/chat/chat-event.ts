import type { AttemptError, AttemptOutcome } from './attempt.ts';
import type { FileData } from './message.ts';

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/** Tokens counted by the vendor; what it did not tell is undefined, never 0. */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

/** The vendor took the request; comes once, before any content. */
export interface ResponseStartEvent {
  readonly type: 'response-start';
  readonly provider: string;
  /** The model as the vendor calls it. */
  readonly model: string;
  /** The vendor's id of the answer. */
  readonly id?: string | undefined;
  /** The vendor's id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** The headers in which the vendor tells its limits, in lower case. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>> | undefined;
}

export interface TextDeltaEvent {
  readonly type: 'text-delta';
  readonly text: string;
}

export interface ReasoningDeltaEvent {
  readonly type: 'reasoning-delta';
  readonly text: string;
}

export interface ToolCallStartEvent {
  readonly type: 'tool-call-start';
  readonly id: string;
  readonly name: string;
}

export interface ToolCallDeltaEvent {
  readonly type: 'tool-call-delta';
  readonly id: string;
  readonly argumentsText: string;
}

/** A whole tool call; its deltas, if any, came before. */
export interface ToolCallEndEvent {
  readonly type: 'tool-call-end';
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  /** The vendor's proof that the call is its own, to be sent back with it. */
  readonly signature?: string | undefined;
}

/** Something the answer rests on. */
export interface SourceEvent {
  readonly type: 'source';
  readonly url: string;
  readonly title?: string | undefined;
}

/** A file that the model made. */
export interface FileEvent {
  readonly type: 'file';
  readonly mediaType: string;
  readonly data: FileData;
}

export interface UsageEvent extends Usage {
  readonly type: 'usage';
}

/** The answer comes, but not quite as asked. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly message: string;
}

/** The answer is whole; the last event of a provider, what follows it is never read. */
export interface FinishEvent {
  readonly type: 'finish';
  readonly reason: FinishReason;
  /** The vendor's own word for it. */
  readonly rawReason?: string | undefined;
}

export interface AttemptStartEvent {
  readonly type: 'attempt-start';
  readonly attemptNumber: number;
  readonly provider: string;
  readonly model: string;
}

export interface AttemptEndEvent {
  readonly type: 'attempt-end';
  readonly attemptNumber: number;
  readonly outcome: AttemptOutcome;
  readonly error?: AttemptError | undefined;
  /** What the chain does now; undefined when it ends here. */
  readonly next?: 'retry' | 'fallback' | undefined;
  /** How long it waits before that. */
  readonly delayMs?: number | undefined;
}

/** Drop all text so far: the answer starts anew. */
export interface ResetEvent {
  readonly type: 'reset';
  readonly reason: string;
}

/** What a provider may yield. */
export type ProviderEvent =
  | ResponseStartEvent
  | TextDeltaEvent
  | ReasoningDeltaEvent
  | ToolCallStartEvent
  | ToolCallDeltaEvent
  | ToolCallEndEvent
  | SourceEvent
  | FileEvent
  | UsageEvent
  | WarningEvent
  | FinishEvent;

/** A piece of an answer, or of the story of how it was got. */
export type ChatEvent = ProviderEvent | AttemptStartEvent | AttemptEndEvent | ResetEvent;

/**
 * Whether an event is part of the answer itself: non-empty text or reasoning, the start of a tool
 * call, or a file. The first content commits a chain to its target.
 */
export function isContent(event: ChatEvent): boolean {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return event.text !== '';
    case 'tool-call-start':
    case 'file':
      return true;
    default:
      return false;
  }
}
