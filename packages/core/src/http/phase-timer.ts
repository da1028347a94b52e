import type { Clock } from '../ports/clock.ts';
import { CheckTimer } from '../stream/check-timer.ts';

/** In how many steps a timeout is checked. */
const steps = 4;

/**
 * The timeout of the phase that an exchange is in. Time in which the event loop was blocked does not count. A
 * phase whose timeout ends later than the running timer keeps that timer, because most phases end long before.
 */
export class PhaseTimer {
  readonly #clock: Clock;
  readonly #onExpire: () => void;
  readonly #timer: CheckTimer;
  /** On the monotonic clock. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #timeoutMs = 0;

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
    this.#timer = new CheckTimer(clock, (lateMs) => this.#check(lateMs));
  }

  /** Starts the timeout of a phase and replaces the one before. */
  start(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.#expiresAt = this.#clock.now() + timeoutMs;
    const stepMs = timeoutMs / steps;
    if (this.#clock.now() + stepMs >= this.#timer.dueAt) return;
    this.#timer.stop();
    this.#timer.start(stepMs);
  }

  /** Ends the phase. */
  stop(): void {
    this.#expiresAt = Number.POSITIVE_INFINITY;
    if (this.#timer.dueAt !== Number.POSITIVE_INFINITY) this.#timer.stop();
  }

  #check(lateMs: number): void {
    this.#expiresAt += lateMs;
    const remainingMs = this.#expiresAt - this.#clock.now();
    if (remainingMs === Number.POSITIVE_INFINITY) return;
    const stepMs = this.#timeoutMs / steps;
    if (remainingMs > 0) this.#timer.start(Math.min(remainingMs, stepMs));
    // Data may be waiting in the socket.
    else if (lateMs > 0) this.#timer.start(stepMs);
    else this.#onExpire();
  }
}
