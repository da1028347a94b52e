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
    return startTimer(callback, delayMs);
  }
}

function startTimer(callback: () => void, delayMs: number): () => void {
  if (delayMs > longestTimerMs) {
    let stop = startTimer(() => {
      stop = startTimer(callback, delayMs - longestTimerMs);
    }, longestTimerMs);
    return () => stop();
  }
  const timer = setTimeout(callback, Math.max(0, delayMs));
  return () => clearTimeout(timer);
}
