import type { Failure } from '../failure/failure.ts';

/** What was looked at, and how it is. */
export interface Check {
  readonly name: string;
  /** A `warning` may be left as it is; `skipped` is what nobody has set up, or can be judged. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in a few words. */
  readonly summary: string;
  /** Why it failed. */
  readonly failure?: Failure | undefined;
  /** Of a provider: whether somebody has set it up, be it tried or not. */
  readonly configured?: boolean | undefined;
  /** How long a provider took. */
  readonly latencyMs?: number | undefined;
  /** By what a provider was judged: its list of models, or a connection alone. */
  readonly checkedBy?: 'models' | 'connection' | undefined;
}

/** A check under way. */
export interface PendingCheck {
  readonly name: string;
  readonly result: Promise<Check>;
}

/** Checks that belong together. */
export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly PendingCheck[];
}
