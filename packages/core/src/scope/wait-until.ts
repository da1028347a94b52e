import type { Clock } from '../ports/clock.ts';
import { onAbort } from './on-abort.ts';

/**
 * Waits until an instant of the monotonic clock. Resolves immediately if the instant has passed.
 *
 * @param early - ends the wait before the instant. Must not reject
 * @throws the reason of `signal` as soon as it aborts
 */
export function waitUntil(
  clock: Clock,
  instant: number,
  signal: AbortSignal,
  early?: Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const delayMs = instant - clock.now();
    if (delayMs <= 0) {
      resolve();
      return;
    }
    const finish = (): void => {
      stopTimer();
      stopListening();
      resolve();
    };
    const stopTimer = clock.setTimer(finish, delayMs);
    const stopListening = onAbort(signal, (reason) => {
      stopTimer();
      reject(reason);
    });
    void early?.then(finish);
  });
}
