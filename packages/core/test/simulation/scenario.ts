import type { ChainOptions, ChatOptions, RetryBudgetOptions } from '@understudy/core';

import type { Layout } from './create-events.ts';
import type { Habit } from './habit.ts';

export const faults = [
  'none',
  'trickle',
  'slow-headers',
  'connection-refused',
  'status-503',
  'status-429',
  'status-429-retry-after',
  'status-503-retry-after',
  'status-429-retry-after-a-year',
  'status-401',
  'status-400',
  'stall-before',
  'stall-after',
  'cut-before',
  'cut-after',
  'in-band-error',
  'malformed',
  'empty',
  'finish-without-content',
  'filtered',
  'replay',
  'replay-then-503',
  'events-after-finish',
  'throws-a-string',
  'ignores-signal',
] as const;

/** `cut-by-length` ends with the finish reason `length`. `short` has less text than other responses. */
export const acceptFaults = ['cut-by-length', 'short'] as const;

/** How a response of a simulated target goes. */
export type Fault = (typeof faults)[number] | (typeof acceptFaults)[number];

/** A time in which all responses of a target have the same fault. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fault: Fault;
}

/** What the function `accept` of a caller does: accept, reject all but the second response, throw, or decide late. */
export type Acceptance = 'accepts' | 'accepts-second' | 'throws' | 'decides-late';

/** A provider with its models. */
export interface SimulatedTarget {
  readonly id: string;
  readonly models: readonly string[];
  /** One for each response. The last one repeats. */
  readonly faults: readonly Fault[];
  /** Take precedence over `faults`. */
  readonly outages: readonly Outage[];
  /** The tokens that the responses report, in turn. Empty if they report none. */
  readonly usedTokens: readonly number[];
  /** What the responses consist of, in turn. */
  readonly layouts: readonly Layout[];
  readonly json: boolean;
  /** How long `create()` takes. Not an integer, so that it does not end at a deadline. */
  readonly createMs: number;
  /** Whether the first `create()` never settles. */
  readonly firstCreationHangs: boolean;
  /** How long the cleanup of an aborted response takes. It ignores the signal. */
  readonly cleanupMs: number;
  /** Whether it ignores the abort signal until its next event. */
  readonly isSlowToAbort: boolean;
  /** What `return()` of its iterators does after an attempt has ended. */
  readonly returns: 'ends' | 'throws' | 'rejects';
  /** How long the `close()` of the provider takes. */
  readonly closeMs: number;
}

/** When and how a caller ends its chat. The number counts the events from 1. */
export interface Stop {
  readonly when: number | 'finish' | 'after-finish';
  readonly how: 'break' | 'cancel' | 'abort';
}

export interface SimulatedCaller {
  readonly id: string;
  readonly startMs: number;
  readonly reads: 'events' | 'text' | 'response';
  readonly habit: Habit;
  /** Undefined reads to the end. */
  readonly stop: Stop | undefined;
  /** The pause after each event. */
  readonly pauseMs: number;
  /** The pause after an event that reports a failed attempt. */
  readonly pauseAfterFailureMs: number;
  readonly abortsAtMs: number | undefined;
  /** Awaits `response()` within the loop, at the event with this number or at `finish`. */
  readonly awaitsResponseAt: number | 'finish' | undefined;
  /** Pulls once and never again. */
  readonly drops: boolean;
  readonly json: boolean;
  readonly effects: boolean;
  /** The estimated tokens of the request and its response. */
  readonly tokens: number;
  /** Undefined for a caller without a function `accept`. */
  readonly accepts: Acceptance | undefined;
  readonly options: Pick<ChatOptions, 'deadlineMs' | 'timeouts' | 'affinity' | 'includeRaw'>;
}

export interface Scenario {
  readonly seed: number;
  readonly targets: readonly SimulatedTarget[];
  readonly chain: ChainOptions;
  readonly callers: readonly SimulatedCaller[];
  readonly retryBudget: RetryBudgetOptions;
  /** When the runtime is closed; undefined if it is closed after all callers have ended. */
  readonly closeAtMs: number | undefined;
  /** Never an integer, so that nothing else happens at the end of the timeout. */
  readonly closeTimeoutMs: number;
}
