import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;
  #wallStart: number;

  constructor(wallStart = 1_700_000_000_000) {
    this.#wallStart = wallStart;
  }

  /** How many timers are set. */
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

  /** Moves the wall time without moving the monotonic one. */
  jumpWall(byMs: number): void {
    this.#wallStart += byMs;
  }

  /** Lets time pass: every timer due goes off at its own instant, and what it set going comes to rest. */
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

  /** Lets time pass up to the next timer, and lets it go off; false when none is set. */
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
