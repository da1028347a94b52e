/** How long a target waits before its response. The times are drawn from a seed, one per request. */
export interface LatencyPlan {
  readonly seed: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Share of the requests that are slow, from 0 to 1. */
  readonly slowShare: number;
  /** How many times slower they are. */
  readonly slowFactor: number;
}
