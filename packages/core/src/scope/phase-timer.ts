import type { Clock } from '../ports/clock.ts';
import { CheckTimer } from './check-timer.ts';

/** In how many steps a timeout is checked. */
const steps = 4;

/**
 * The timeout of one phase at a time, such as connecting or waiting for headers. Time in which the event loop
 * was blocked does not count. A phase whose timeout ends later than the running timer keeps that timer,
 * because most phases end long before.
 */
export class PhaseTimer {
  readonly #clock: Clock;
  readonly #onExpire: () => void;
  readonly #timer: CheckTimer;
  /** On the monotonic clock. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #timeoutMs = 0;
  /** Whether the timeout has expired and the last check was late. */
  #isChecking = false;

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
    this.#timer = new CheckTimer(clock, (lateMs) => this.#check(lateMs));
  }

  /** Starts the timeout of a phase and replaces the one before. */
  start(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.#isChecking = false;
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
    else if (lateMs > 0 && !this.#isChecking) this.#checkAgain(stepMs);
    else this.#onExpire();
  }

  /** Data may be waiting in the socket. There is one more check only: on a busy event loop every check is late. */
  #checkAgain(stepMs: number): void {
    this.#isChecking = true;
    this.#timer.start(stepMs);
  }
}
