import type { ErrorCode } from './error-code.ts';
import type { FinishReason } from './finish-reason.ts';
import type { JsonObject } from './json.ts';
import type { Usage } from './usage.ts';

/** The phase that an attempt had reached when it failed. For a timeout, the phase whose limit was exceeded. */
export type Phase =
  | 'create'
  | 'connect'
  | 'headers'
  | 'first-content'
  | 'content'
  | 'idle'
  | 'total'
  | 'deadline';

/** Code and message of the error that ended an attempt. Both are safe to log. */
export interface AttemptError {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * The state of an attempt. A target that was left out before any request has the outcome `skipped`. An attempt that was
 * ended because a hedged one sent its first content earlier has the outcome `outpaced`.
 */
export type AttemptOutcome =
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'aborted'
  | 'outpaced'
  | 'skipped';

/** The step that the chain takes after a failed attempt. */
export interface NextStep {
  /** `retry` tries the same target again, `fallback` another target. */
  readonly kind: 'retry' | 'fallback';
  /** The wait before that step, rounded up to whole milliseconds. */
  readonly delayMs: number;
}

/** The address of a server. */
export interface ServerAddress {
  /** The host name or IP address. */
  readonly address: string;
  readonly port: number;
}

/** One entry of the attempt log: one try of one target, or the reason why the target was skipped. */
export interface Attempt {
  /** The position in the attempt log, counted from 1. */
  readonly number: number;
  /** The provider id. */
  readonly provider: string;
  /** The model, without the provider id. */
  readonly model: string;
  /** Wall-clock time at the start, in milliseconds since 1970. */
  readonly startedAt: number;
  /**
   * How long the chat waited in the queue of the target before the start, in milliseconds. Undefined if it did not wait
   * for a limit.
   */
  readonly queuedMs?: number | undefined;
  /** True for an extra attempt of `hedge`, which started while another one was running. Undefined otherwise. */
  readonly hedge?: true | undefined;
  readonly outcome: AttemptOutcome;
  /** The time from the start to the first content. Undefined if no content was received. */
  readonly firstContentMs: number | undefined;
  /** The time from the start to the end. Undefined while the attempt is running. */
  readonly totalMs: number | undefined;
  /** The number of requests for a response, including those that the provider sent with `reserveRequest()`. */
  readonly requests: number;
  /** The server of the first request for a response; undefined if none was sent. */
  readonly server?: ServerAddress | undefined;
  /** The token counts that the vendor reported before the attempt ended. Undefined if it reported none. */
  readonly usage?: Usage | undefined;
  /** Undefined if the attempt ended before the finish of its response. */
  readonly finishReason?: FinishReason | undefined;
  /**
   * Fields of the vendor that have no counterpart here, of the response so far. The property is not enumerable, so that
   * logs do not contain it: it can contain text of the response.
   */
  readonly providerMetadata?: JsonObject | undefined;
  /** Undefined unless the attempt failed or the target was skipped. */
  readonly error: AttemptError | undefined;
  /**
   * Why no retry followed, although all other options allow one: the retry budget of the runtime is used up. Undefined
   * otherwise.
   */
  readonly notRetried?: 'retry-budget' | undefined;
  /** The step that followed the failure. Undefined if the chat ended with this attempt. */
  readonly next?: NextStep | undefined;
}
