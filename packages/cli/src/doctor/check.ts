import type { Failure } from '../failure/failure.ts';

/** The result of one check. */
export interface Check {
  readonly name: string;
  /** `warning` does not fail the command. `skipped` was not configured or cannot be checked. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly summary: string;
  /** Set if the check failed. */
  readonly failure?: Failure | undefined;
  /** Whether a provider is configured, even if it cannot be checked. */
  readonly configured?: boolean | undefined;
  /** Duration of the request to a provider. */
  readonly latencyMs?: number | undefined;
  /** How a provider was checked: by its model list, or only by a connection. */
  readonly checkedBy?: 'models' | 'connection' | undefined;
}

/** A check that has started. */
export interface PendingCheck {
  readonly name: string;
  readonly result: Promise<Check>;
}

/** Checks with a common title. */
export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly PendingCheck[];
}
