import type { Attempt, ChatEvent, ChatResponse, TelemetryEvent } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';

import type { Layout } from './create-events.ts';
import type { Moment } from './journal.ts';
import type { Fault, Scenario, SimulatedCaller } from './scenario.ts';

/** How long a target, or all models of its provider, may not be called after a response. */
export interface CooldownRecord {
  readonly started: Moment;
  /** At least. */
  readonly ms: number;
  /** False for a rate limit without a delay. It has no effect if a cooldown started after its request. */
  readonly requested: boolean;
  readonly scope: 'target' | 'provider';
}

/** One response of a target. */
export interface ResponseRecord {
  /** The id of the provider. */
  readonly target: string;
  readonly model: string;
  readonly caller: string;
  readonly fault: Fault;
  readonly started: Moment;
  readonly layout: Layout;
  /** The events of the complete response, without its start. */
  readonly content: readonly ProviderEvent[];
  /** The complete text. */
  readonly text: string;
  /** The events that were yielded before it stopped. */
  readonly sent: ProviderEvent[];
  /** When each request was sent. */
  readonly requests: Moment[];
  /** When the finish was yielded after content. */
  finished: Moment | undefined;
  readonly finishReason: 'stop' | 'length';
  /** When the first content was yielded. */
  firstContent: Moment | undefined;
  cooldown: CooldownRecord | undefined;
  /** When the first event was yielded. */
  firstData: Moment | undefined;
  /** When the response failed or its signal aborted. */
  stopped: Moment | undefined;
  /** When the stream and its cleanup had ended. */
  ended: Moment | undefined;
}

/** One call of a provider's `close()`. */
export interface ProviderCloseRecord {
  readonly target: string;
  readonly started: Moment;
  ended: Moment | undefined;
}

/** One creation of a provider. */
export interface CreationRecord {
  readonly target: string;
  readonly started: Moment;
  created: Moment | undefined;
  readonly closes: ProviderCloseRecord[];
}

/** How a promise of `chat.response()` settled. */
export interface SettledResponse {
  readonly status: 'pending' | 'fulfilled' | 'rejected';
  readonly response?: ChatResponse;
  readonly error?: unknown;
}

/** What a caller did and received. */
export interface CallRecord {
  readonly caller: SimulatedCaller;
  /** Identifies the chat in telemetry. */
  readonly chatId: string;
  /** When it read for the first time. */
  started: Moment;
  /** The texts between resets. */
  readonly texts: string[];
  /** For a caller that reads texts, the texts as events. */
  readonly events: ChatEvent[];
  /** When the caller pulled or called `response()`, in order. */
  readonly pulls: number[];
  outcome: 'running' | 'done' | 'failed' | 'stopped' | 'aborted' | 'dropped';
  error: unknown;
  /** When the caller first stopped or aborted the chat. */
  stopped: Moment | undefined;
  endedAt: number | undefined;
  /** How many listeners the caller's signal had when the chat ended; for a dropped chat, at the end of the run. */
  listeners: number;
  /** The attempt log when the chat ended; for a dropped chat, at the end of the run. */
  attempts: readonly Attempt[];
  /** Whether the attempt log changed after the chat had ended. */
  attemptsChanged: boolean;
  /** The texts that the caller's function `accept` has accepted, and all others that it received. */
  readonly accepted: string[];
  readonly rejected: string[];
  /** What `response()` settled with within the loop, at the end of the chat and at the end of the run. */
  readonly responses: SettledResponse[];
}

/** The `close()` of the runtime. */
export interface RuntimeCloseRecord {
  readonly called: Moment;
  settled: Moment | undefined;
  error: unknown;
}

export interface TelemetryRecord {
  readonly moment: Moment;
  readonly event: TelemetryEvent;
}

/** Everything that happened in a scenario. */
export interface RunRecord {
  readonly scenario: Scenario;
  readonly calls: readonly CallRecord[];
  readonly responses: readonly ResponseRecord[];
  readonly creations: readonly CreationRecord[];
  readonly telemetry: readonly TelemetryRecord[];
  readonly close: RuntimeCloseRecord;
  readonly unhandled: readonly unknown[];
  /** How many timers were set at the end. */
  readonly timersLeft: number;
  /** The attempts in flight of each target at the end, and before `close()` if all chats had ended. */
  readonly inFlight: readonly number[];
  /** How many callers did not end. */
  readonly hung: number;
}

export interface Run extends RunRecord {
  readonly violations: readonly string[];
}
