/** Returns the time and starts timers. */
export interface Clock {
  /** Returns the monotonic time in milliseconds. Use it to measure durations. */
  now(): number;
  /** Returns the wall-clock time in milliseconds since 1970. It can jump. Use it for dates. */
  wallNow(): number;
  /**
   * Calls `callback` once after `delayMs`. The delay can be longer than the maximum of `setTimeout` (24.8 days).
   *
   * Returns a function that stops the timer.
   */
  setTimer(callback: () => void, delayMs: number): () => void;
}
