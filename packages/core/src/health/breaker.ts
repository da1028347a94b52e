import type { Clock } from '../ports/clock.ts';
import { OutcomeWindow } from './outcome-window.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Five failures in a row open it, or half of at least five calls within a minute. */
const failuresInARow = 5;
const leastCalls = 5;
const failureShare = 0.5;
const firstOpenMs = 15_000;
const longestOpenMs = 300_000;

/**
 * Whether a target may be asked. It opens when the target fails too often; after a while it lets one
 * probe through, whose first content closes it again and whose failure opens it for twice as long.
 * Nobody waits behind the probe.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #onChange: (state: BreakerState) => void;
  readonly #window: OutcomeWindow;
  #failuresInARow = 0;
  #openMs = firstOpenMs;
  /** Undefined while closed. */
  #openUntil: number | undefined;
  #probing = false;

  constructor(clock: Clock, onChange: (state: BreakerState) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#window = new OutcomeWindow(clock);
  }

  get state(): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return this.#clock.now() < this.#openUntil ? 'open' : 'half-open';
  }

  /** True when it is as it was made: nothing would be lost with it. */
  get idle(): boolean {
    return this.#openUntil === undefined && this.#window.calls === 0;
  }

  /** When it may be worth asking again, on the monotonic clock; undefined when it is now. */
  get blockedUntil(): number | undefined {
    if (this.#openUntil === undefined) return undefined;
    if (this.state === 'open') return this.#openUntil;
    return this.#probing ? this.#clock.now() + firstOpenMs : undefined;
  }

  /** Lets a call through; undefined where it may not pass. Half open, the call is the one probe. */
  enter(): BreakerCall | undefined {
    if (this.blockedUntil !== undefined) return undefined;
    const probe = this.#openUntil !== undefined;
    if (probe) {
      this.#probing = true;
      this.#onChange('half-open');
    }
    return new BreakerCall(this, probe);
  }

  /** Closes it and forgets what was. */
  reset(): void {
    const wasOpen = this.#openUntil !== undefined;
    this.#openUntil = undefined;
    this.#probing = false;
    this.#openMs = firstOpenMs;
    this.#failuresInARow = 0;
    this.#window.clear();
    if (wasOpen) this.#onChange('closed');
  }

  /** A probe that ended without a verdict lets the next one go. */
  returnProbe(): void {
    this.#probing = false;
  }

  /** A call that began before the breaker opened says nothing of the target's state now. */
  book(outcome: 'success' | 'failure', probe: boolean): void {
    if (probe && this.#probing) {
      if (outcome === 'success') this.reset();
      else this.#open(Math.min(this.#openMs * 2, longestOpenMs));
      return;
    }
    if (this.#openUntil !== undefined) return;
    this.#window.add(outcome);
    this.#failuresInARow = outcome === 'failure' ? this.#failuresInARow + 1 : 0;
    if (outcome === 'failure' && this.#failsTooOften()) this.#open(firstOpenMs);
  }

  #failsTooOften(): boolean {
    const { calls, failures } = this.#window;
    if (this.#failuresInARow >= failuresInARow) return true;
    return calls >= leastCalls && failures / calls >= failureShare;
  }

  #open(openMs: number): void {
    this.#probing = false;
    this.#openMs = openMs;
    this.#openUntil = this.#clock.now() + openMs;
    this.#onChange('open');
  }
}

/** One call that a breaker let through; booked once, at its end. */
export class BreakerCall {
  readonly #breaker: Breaker;
  #probe: boolean;

  constructor(breaker: Breaker, probe: boolean) {
    this.#breaker = breaker;
    this.#probe = probe;
  }

  /** The first content: of a probe, it closes the breaker; how the stream ends is booked as ever. */
  foundContent(): void {
    if (!this.#probe) return;
    this.#probe = false;
    this.#breaker.reset();
  }

  /** `undecided` is a call that tells nothing of the target: cancelled, or refused for its own fault. */
  end(outcome: 'success' | 'failure' | 'undecided'): void {
    if (outcome !== 'undecided') this.#breaker.book(outcome, this.#probe);
    else if (this.#probe) this.#breaker.returnProbe();
    this.#probe = false;
  }
}
