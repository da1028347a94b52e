/** How far an attempt had come; of a timeout, which limit ran out. */
export type Phase =
  | 'connect'
  | 'headers'
  | 'first-content'
  | 'content'
  | 'idle'
  | 'total'
  | 'deadline';

/** What went wrong in an attempt, safe to print. */
export interface AttemptError {
  /** A code of the error table. */
  readonly code: string;
  readonly message: string;
}

export type AttemptOutcome = 'running' | 'succeeded' | 'failed' | 'aborted' | 'skipped';

/** What follows a failed attempt, and after which wait. */
export interface NextStep {
  readonly kind: 'retry' | 'fallback';
  readonly delayMs: number;
}

/** One line of the ledger: one try of one target, or why it was passed over. */
export interface Attempt {
  /** Counted from 1. */
  readonly number: number;
  readonly provider: string;
  readonly model: string;
  /** Wall time at the start, milliseconds since 1970. */
  readonly startedAt: number;
  readonly outcome: AttemptOutcome;
  /** From start to first content; undefined while there was none. */
  readonly firstContentMs: number | undefined;
  /** From start to end; undefined while running. */
  readonly totalMs: number | undefined;
  /** How often an answer was asked for: replays and continues of the protocol included. */
  readonly requests: number;
  readonly error: AttemptError | undefined;
  /** What the chain did after it failed; undefined when it ended there. */
  readonly next?: NextStep | undefined;
}
