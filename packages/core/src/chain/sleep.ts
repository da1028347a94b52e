import type { Clock } from '../ports/clock.ts';
import { onAbort } from './on-abort.ts';

/** Waits, and leaves at once with the signal's reason when it aborts. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
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
