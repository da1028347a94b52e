import type { Clock } from '../ports/clock.ts';

/** Timers of Node.js fire up to a few milliseconds late even if the event loop is idle. */
const toleranceMs = 5;

/**
 * A timer that reports by how much it fired late because the event loop was blocked. Its owner checks a limit
 * in several steps and does not count the blocked time.
 */
export class CheckTimer {
  readonly #clock: Clock;
  readonly #onCheck: (lateMs: number) => void;
  /** On the monotonic clock; infinite while stopped. */
  #dueAt = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};

  /** `onCheck` receives 0 unless the timer was more than 5 ms late. */
  constructor(clock: Clock, onCheck: (lateMs: number) => void) {
    this.#clock = clock;
    this.#onCheck = onCheck;
  }

  /** When the timer fires next, on the monotonic clock. */
  get dueAt(): number {
    return this.#dueAt;
  }

  /** Starts the timer; it must be stopped. */
  start(delayMs: number): void {
    this.#dueAt = this.#clock.now() + delayMs;
    this.#stopTimer = this.#clock.setTimer(this.#fire, delayMs);
  }

  stop(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#stopTimer();
  }

  readonly #fire = (): void => {
    const lateMs = this.#clock.now() - this.#dueAt;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#onCheck(lateMs > toleranceMs ? lateMs : 0);
  };
}
