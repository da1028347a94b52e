import type { ConformanceOptions } from './conformance-options.ts';

/** A provider before one clause. */
export interface ClauseContext extends ConformanceOptions {
  /** What was opened to judge it, to be let go of however the clause ends. */
  readonly opened: AsyncDisposable[];
}
