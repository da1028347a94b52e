import type { Clock } from '../ports/clock.ts';

/** Node fires a longer timer at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own time. */
export class SystemClock implements Clock {
  now(): number {
    return performance.now();
  }

  wallNow(): number {
    return Date.now();
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    let timer: NodeJS.Timeout;
    const wait = (restMs: number): void => {
      const next = Math.min(restMs, longestTimerMs);
      timer = setTimeout(() => (restMs > next ? wait(restMs - next) : callback()), next);
    };
    wait(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  }
}
