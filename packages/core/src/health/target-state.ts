import type { Clock } from '../ports/clock.ts';
import type { BreakerPermit, BreakerState, CallOutcome } from './breaker.ts';
import { Breaker } from './breaker.ts';
import type { BreakerOptions } from './health-options.ts';

/** Why a target is not available now. */
export interface Unavailable {
  readonly code: 'circuit-open' | 'cooling-down' | 'concurrency-limited';
  /** On the monotonic clock; undefined if no time is known. */
  readonly until: number | undefined;
}

/** The state of a target, as an app can show it. */
export interface TargetStatus {
  /** The state of the circuit breaker. */
  readonly breaker: BreakerState;
  /** Whole milliseconds until the target is available, rounded up; 0 if it is. */
  readonly retryAfterMs: number;
  /** Whether the target is skipped after a rate limit or an account error. */
  readonly coolingDown: boolean;
  /** How many attempts are in flight. */
  readonly inFlight: number;
}

/** The state of one target: its circuit breaker, its cooldown and its attempts in flight. */
export class TargetState {
  readonly #clock: Clock;
  readonly #breaker: Breaker;
  #cooldownUntil = 0;
  #inFlight = 0;

  constructor(
    clock: Clock,
    breaker: BreakerOptions | false,
    onChange: (state: BreakerState) => void,
  ) {
    this.#clock = clock;
    this.#breaker = new Breaker(clock, breaker, onChange);
  }

  /** Whether the target can be forgotten without losing information. */
  get idle(): boolean {
    return this.#breaker.idle && this.#inFlight === 0 && this.#cooldownUntil <= this.#clock.now();
  }

  get status(): TargetStatus {
    const now = this.#clock.now();
    const coolingDown = this.#cooldownUntil > now;
    const until = Math.max(this.#breaker.blockedUntil ?? 0, coolingDown ? this.#cooldownUntil : 0);
    return {
      breaker: this.#breaker.state,
      retryAfterMs: Math.max(0, Math.ceil(until - now)),
      coolingDown,
      inFlight: this.#inFlight,
    };
  }

  /** Returns why the target is not available now, or undefined if it is. */
  unavailable(maxConcurrent: number = Number.POSITIVE_INFINITY): Unavailable | undefined {
    const { blockedUntil } = this.#breaker;
    if (blockedUntil !== undefined) return { code: 'circuit-open', until: blockedUntil };
    if (this.#cooldownUntil > this.#clock.now())
      return { code: 'cooling-down', until: this.#cooldownUntil };
    if (this.#inFlight >= maxConcurrent) return { code: 'concurrency-limited', until: undefined };
    return undefined;
  }

  /** Returns the right to make one attempt, or undefined if the target is not available. */
  tryAcquire(maxConcurrent?: number): Permit | undefined {
    if (this.unavailable(maxConcurrent)) return undefined;
    const permit = this.#breaker.tryAcquire();
    if (!permit) return undefined;
    this.#inFlight += 1;
    return new Permit(permit, () => {
      this.#inFlight -= 1;
    });
  }

  /** Skips the target for a time. A shorter cooldown does not end a longer one. */
  coolDown(forMs: number): void {
    this.#cooldownUntil = Math.max(this.#cooldownUntil, this.#clock.now() + forMs);
  }

  reset(): void {
    this.#cooldownUntil = 0;
    this.#breaker.reset();
  }
}

/** The right to make one attempt at a target, held from before the first byte to the end of the stream. */
export class Permit {
  readonly #permit: BreakerPermit;
  readonly #onRelease: () => void;

  constructor(permit: BreakerPermit, onRelease: () => void) {
    this.#permit = permit;
    this.#onRelease = onRelease;
  }

  foundContent(): void {
    this.#permit.foundContent();
  }

  /** Ends the attempt. Call it once. */
  release(outcome: CallOutcome): void {
    this.#permit.release(outcome);
    this.#onRelease();
  }
}
