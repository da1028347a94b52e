import type { Attempt } from './attempt.ts';

/**
 * Returns the attempt whose response the chat continues with, once it has started. That is not always the last one: the
 * response can have outpaced an attempt that started later.
 */
export function findRespondingAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast(({ outcome }) => outcome === 'running' || outcome === 'succeeded');
}
