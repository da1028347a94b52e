import type { Clock } from '../ports/clock.ts';
import { onAbort } from './on-abort.ts';

/**
 * Waits until an instant of the monotonic clock. Resolves immediately if the instant has passed.
 *
 * @throws the reason of `signal` as soon as it aborts
 */
export function waitUntil(clock: Clock, instant: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const delayMs = instant - clock.now();
    if (delayMs <= 0) {
      resolve();
      return;
    }
    const stopTimer = clock.setTimer(() => {
      stopListening();
      resolve();
    }, delayMs);
    const stopListening = onAbort(signal, (reason) => {
      stopTimer();
      reject(reason);
    });
  });
}
