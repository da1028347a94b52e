import type { RetryPolicy } from '../registry/chain-definition.ts';

/**
 * How long to wait before a retry: exponential with full jitter, drawn evenly from 0 up to the wait
 * of that retry (AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param retries - how many were made before
 * @param chance - from 0 up to 1
 */
export function backoffMs(
  retries: number,
  chance: number,
  { initialDelayMs, maxDelayMs }: RetryPolicy,
): number {
  return chance * Math.min(maxDelayMs, initialDelayMs * 2 ** retries);
}
