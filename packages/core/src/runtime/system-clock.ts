import type { Clock } from '../ports/clock.ts';

/** Node.js fires a longer timer immediately. */
const longestTimerMs = 2 ** 31 - 1;

/** The time and the timers of Node.js. */
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
