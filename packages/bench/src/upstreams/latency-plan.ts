import { SeededRandom } from '@understudy/core/testing';

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

/** Returns a function that draws the time of the next request, in milliseconds. */
export function createDraw({
  seed,
  minMs,
  maxMs,
  slowShare,
  slowFactor,
}: LatencyPlan): () => number {
  const random = new SeededRandom(seed);
  return () => {
    const ms = minMs + (maxMs - minMs) * random.next();
    return random.next() < slowShare ? ms * slowFactor : ms;
  };
}
