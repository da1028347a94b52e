import type { ConformanceOptions } from './options/conformance-options.ts';

/** Limits of the waits inside a clause. */
export interface WaitLimits {
  /** Timeouts of the runtime, so that a chat without progress fails before the limit of the clause. */
  readonly idleMs: number;
  /** For each step that the provider must do without delay, such as closing a connection. */
  readonly stepMs: number;
}

/** The provider under test, with the state of one clause. */
export interface ClauseContext extends ConformanceOptions {
  readonly limits: WaitLimits;
  /** Resources that the suite disposes when the clause ends, also if it fails. */
  readonly opened: AsyncDisposable[];
}
