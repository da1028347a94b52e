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
 * probe through, whose first content closes it again and whose failure opens it for twice as long; only
 * a stream that ends well makes the time short again. Nobody waits behind the probe.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #onChange: (state: BreakerState) => void;
  readonly #window: OutcomeWindow;
  #failuresInARow = 0;
  #nextOpenMs = firstOpenMs;
  #openings = 0;
  /** Undefined while closed. */
  #openUntil: number | undefined;
  #probe: BreakerPermit | undefined;

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
    return this.#probe ? this.#clock.now() + firstOpenMs : undefined;
  }

  /** Lets a call through; undefined where it may not pass. Half open, the call is the one probe. */
  tryAcquire(): BreakerPermit | undefined {
    if (this.blockedUntil !== undefined) return undefined;
    const call = new BreakerPermit(this, this.#openings);
    if (this.#openUntil !== undefined) {
      this.#probe = call;
      this.#onChange('half-open');
    }
    return call;
  }

  /** Closes it and forgets what was. */
  reset(): void {
    this.#nextOpenMs = firstOpenMs;
    this.#close();
  }

  /** The first content of a call: of the probe, it closes the breaker. */
  foundContent(call: BreakerPermit): void {
    if (call === this.#probe) this.#close();
  }

  /** A call that began before the breaker opened says nothing of the target's state now. */
  release(call: BreakerPermit, outcome: CallOutcome): void {
    const probes = call === this.#probe;
    if (outcome === 'ignored') {
      if (probes) this.#probe = undefined;
      return;
    }
    if (call.openings !== this.#openings) return;
    if (outcome === 'success') this.#succeed(probes);
    else this.#fail(probes);
  }

  #succeed(probes: boolean): void {
    if (probes) {
      this.reset();
      return;
    }
    this.#nextOpenMs = firstOpenMs;
    this.#window.add('success');
    this.#failuresInARow = 0;
  }

  #fail(probes: boolean): void {
    this.#window.add('failure');
    this.#failuresInARow += 1;
    if (probes || this.#failsTooOften()) this.#open();
  }

  #failsTooOften(): boolean {
    const { calls, failures } = this.#window;
    if (this.#failuresInARow >= failuresInARow) return true;
    return calls >= leastCalls && failures / calls >= failureShare;
  }

  /** Each time for twice as long, until a stream has ended well. */
  #open(): void {
    this.#probe = undefined;
    this.#openings += 1;
    this.#openUntil = this.#clock.now() + this.#nextOpenMs;
    this.#nextOpenMs = Math.min(this.#nextOpenMs * 2, longestOpenMs);
    this.#onChange('open');
  }

  #close(): void {
    const wasOpen = this.#openUntil !== undefined;
    this.#openUntil = undefined;
    this.#probe = undefined;
    this.#failuresInARow = 0;
    this.#window.clear();
    if (wasOpen) this.#onChange('closed');
  }
}

/** `ignored` is a call that tells nothing of the target: cancelled, or refused for its own fault. */
export type CallOutcome = 'success' | 'failure' | 'ignored';

/** One call that a breaker let through; booked once, at its end. */
export class BreakerPermit {
  /** How often the breaker had opened when the call began. */
  readonly openings: number;
  readonly #breaker: Breaker;

  constructor(breaker: Breaker, openings: number) {
    this.#breaker = breaker;
    this.openings = openings;
  }

  foundContent(): void {
    this.#breaker.foundContent(this);
  }

  release(outcome: CallOutcome): void {
    this.#breaker.release(this, outcome);
  }
}
