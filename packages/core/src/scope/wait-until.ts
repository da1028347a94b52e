import type { Clock } from '../ports/clock.ts';
import type { Abortable } from './on-abort.ts';
import { onAbort } from './on-abort.ts';

/**
 * Waits until an instant of the monotonic clock. Resolves to `due` then, immediately if the instant has passed, and to
 * `early` if `early` ended the wait. A timer of the host can fire a little before its time, so the clock does not show
 * which.
 *
 * @param early - ends the wait before the instant. Must not reject
 * @throws the reason of `signal` as soon as it aborts
 */
export function waitUntil(
  clock: Clock,
  instant: number,
  signal: AbortSignal | Abortable,
  early?: Promise<void>,
): Promise<'due' | 'early'> {
  return new Promise((resolve, reject) => {
    const delayMs = instant - clock.now();
    if (delayMs <= 0) {
      resolve('due');
      return;
    }
    const finish = (end: 'due' | 'early'): void => {
      stopTimer();
      stopListening();
      resolve(end);
    };
    const stopTimer = clock.setTimer(() => finish('due'), delayMs);
    const stopListening = onAbort(signal, (reason) => {
      stopTimer();
      reject(reason);
    });
    void early?.then(() => finish('early'));
  });
}
