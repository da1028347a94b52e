import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A `Clock` for tests. Its time changes only when a test calls `advance()`. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;
  #wallStart: number;

  /** @param wallStart - the wall-clock time at the start, milliseconds since 1970 */
  constructor(wallStart = 1_700_000_000_000) {
    this.#wallStart = wallStart;
  }

  /** The number of timers that are set. */
  get timerCount(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#wallStart + this.#now;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Changes the wall-clock time and keeps the monotonic time. */
  jumpWall(byMs: number): void {
    this.#wallStart += byMs;
  }

  /**
   * Advances the time. Fires each due timer at its own time, and runs the event loop for one turn after each of them.
   */
  async advance(byMs: number): Promise<void> {
    const end = this.#now + byMs;
    await nextTurn();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#now = timer.at;
      this.#timers.delete(timer);
      timer.callback();
      await nextTurn();
    }
    this.#now = end;
  }

  /** Advances the time to the next timer and fires it. Returns false if no timer is set. */
  async advanceToNext(): Promise<boolean> {
    await nextTurn();
    const timer = this.#next(Number.POSITIVE_INFINITY);
    if (!timer) return false;
    await this.advance(timer.at - this.#now);
    return true;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (!first || timer.at < first.at)) first = timer;
    }
    return first;
  }
}
