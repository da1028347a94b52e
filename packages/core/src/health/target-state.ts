import type { Clock } from '../ports/clock.ts';
import type { BreakerPermit, BreakerState, CallOutcome } from './breaker.ts';
import { Breaker } from './breaker.ts';

/** Why a target can't be asked now. */
export interface Unavailable {
  readonly code: 'circuit-open' | 'cooling-down' | 'concurrency-limited';
  /** On the monotonic clock; undefined where no time is known. */
  readonly until: number | undefined;
}

/** How a target fares, as a program may show it. */
export interface TargetHealth {
  readonly breaker: BreakerState;
  /** Milliseconds until it may be asked again; 0 when it is ready. */
  readonly retryAfterMs: number;
  readonly coolingDown: boolean;
  /** How many answers are open now. */
  readonly inFlight: number;
}

/** The memory of one target: its breaker, its cooldown, and how many calls it has now. */
export class TargetState {
  readonly #clock: Clock;
  readonly #breaker: Breaker;
  #coolUntil = 0;
  #inFlight = 0;

  constructor(clock: Clock, onChange: (state: BreakerState) => void) {
    this.#clock = clock;
    this.#breaker = new Breaker(clock, onChange);
  }

  /** True when nothing would be lost with it. */
  get idle(): boolean {
    return this.#breaker.idle && this.#inFlight === 0 && this.#coolUntil <= this.#clock.now();
  }

  get status(): TargetHealth {
    const now = this.#clock.now();
    const coolingDown = this.#coolUntil > now;
    const until = Math.max(this.#breaker.blockedUntil ?? 0, coolingDown ? this.#coolUntil : 0);
    return {
      breaker: this.#breaker.state,
      retryAfterMs: Math.max(0, until - now),
      coolingDown,
      inFlight: this.#inFlight,
    };
  }

  /** Why it can't be asked now; undefined when it can. */
  blocked(maxConcurrent: number = Number.POSITIVE_INFINITY): Unavailable | undefined {
    const { blockedUntil } = this.#breaker;
    if (blockedUntil !== undefined) return { code: 'circuit-open', until: blockedUntil };
    if (this.#coolUntil > this.#clock.now())
      return { code: 'cooling-down', until: this.#coolUntil };
    if (this.#inFlight >= maxConcurrent) return { code: 'concurrency-limited', until: undefined };
    return undefined;
  }

  /** Takes a place; undefined where it is blocked. */
  tryAcquire(maxConcurrent?: number): Permit | undefined {
    if (this.blocked(maxConcurrent)) return undefined;
    const call = this.#breaker.tryAcquire();
    if (!call) return undefined;
    this.#inFlight += 1;
    return new Permit(call, () => {
      this.#inFlight -= 1;
    });
  }

  /** Lets the target rest. A shorter rest does not end a longer one. */
  coolDown(forMs: number): void {
    this.#coolUntil = Math.max(this.#coolUntil, this.#clock.now() + forMs);
  }

  reset(): void {
    this.#coolUntil = 0;
    this.#breaker.reset();
  }
}

/** A place at a target, held from before the first byte to the end of the stream. */
export class Permit {
  readonly #call: BreakerPermit;
  readonly #leave: () => void;
  #ended = false;

  constructor(call: BreakerPermit, leave: () => void) {
    this.#call = call;
    this.#leave = leave;
  }

  foundContent(): void {
    this.#call.foundContent();
  }

  /** Gives the place back, once. */
  release(outcome: CallOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.release(outcome);
    this.#leave();
  }
}
