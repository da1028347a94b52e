import type { ConformanceOptions } from './conformance-options.ts';

/** Time limits of the waits inside a clause. Each is shorter than the limit of the clause. */
export interface WaitLimits {
  /** For the provider to read, to send, or to report a missing response. */
  readonly idleMs: number;
  /** For the provider to release its connections and timers. */
  readonly releaseMs: number;
}

/** The provider under test, with the state of one clause. */
export interface ClauseContext extends ConformanceOptions {
  readonly limits: WaitLimits;
  /** Resources that the suite disposes when the clause ends, also if it fails. */
  readonly opened: AsyncDisposable[];
}
