import type { Clock } from '../ports/clock.ts';

/**
 * The limit of the phase that an exchange is in. A phase that may last longer than the one before takes
 * over its timer, which is set again when it goes off: most phases end long before.
 */
export class PhaseTimer {
  readonly #clock: Clock;
  readonly #onExpire: () => void;
  /** On the monotonic clock. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #goesOffAt = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
  }

  /** Begins a phase, in place of the one before. */
  limit(limitMs: number): void {
    this.#expiresAt = this.#clock.now() + limitMs;
    if (this.#expiresAt >= this.#goesOffAt) return;
    this.#stopTimer();
    this.#arm(limitMs);
  }

  /** Ends the last phase. */
  stop(): void {
    if (this.#goesOffAt === Number.POSITIVE_INFINITY) return;
    this.#goesOffAt = Number.POSITIVE_INFINITY;
    this.#stopTimer();
  }

  readonly #goOff = (): void => {
    this.#goesOffAt = Number.POSITIVE_INFINITY;
    const restMs = this.#expiresAt - this.#clock.now();
    if (restMs > 0) this.#arm(restMs);
    else this.#onExpire();
  };

  #arm(delayMs: number): void {
    this.#goesOffAt = this.#expiresAt;
    this.#stopTimer = this.#clock.setTimer(this.#goOff, delayMs);
  }
}
