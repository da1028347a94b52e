import type { Clock } from '../ports/clock.ts';
import type { BreakerOptions } from './health-options.ts';
import { defaultBreaker } from './health-options.ts';
import { OutcomeWindow } from './outcome-window.ts';

/** The state of a circuit breaker. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * The circuit breaker of a target.
 *
 * It opens when the target fails too often and rejects calls for `openMs`. Then it is half-open and allows one probe.
 * The first content of the probe closes it. A failure of the probe opens it for twice the time, at most `maxOpenMs`. The
 * first response that ends successfully resets the time to `openMs`. Other calls do not wait for the probe.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #options: BreakerOptions | false;
  readonly #onChange: (state: BreakerState) => void;
  readonly #window: OutcomeWindow;
  #failuresInARow = 0;
  /** In units of `openMs`. */
  #openFactor = 1;
  #openings = 0;
  /** On the monotonic clock. Undefined while closed. */
  #openUntil: number | undefined;
  #probe: BreakerPermit | undefined;

  /** @param options - false for a breaker that never opens */
  constructor(
    clock: Clock,
    options: BreakerOptions | false,
    onChange: (state: BreakerState) => void,
  ) {
    this.#clock = clock;
    this.#options = options;
    this.#onChange = onChange;
    this.#window = new OutcomeWindow(clock, (options || defaultBreaker).windowMs);
  }

  get state(): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return this.#clock.now() < this.#openUntil ? 'open' : 'half-open';
  }

  /** Whether the breaker is in its initial state, so that it can be deleted. */
  get idle(): boolean {
    return this.#openUntil === undefined && this.#window.calls === 0;
  }

  /** When a call may be allowed again, on the monotonic clock. Undefined if a call is allowed now. */
  get blockedUntil(): number | undefined {
    if (this.#openUntil === undefined) return undefined;
    if (this.state === 'open') return this.#openUntil;
    return this.#probe && this.#options ? this.#clock.now() + this.#options.openMs : undefined;
  }

  /** Returns the permit for a call, or undefined if no call is allowed. In the half-open state, the call is the probe. */
  tryAcquire(): BreakerPermit | undefined {
    if (this.blockedUntil !== undefined) return undefined;
    const permit = new BreakerPermit(this, this.#openings);
    if (this.#openUntil !== undefined) {
      this.#probe = permit;
      this.#onChange('half-open');
    }
    return permit;
  }

  /** Closes the breaker and forgets all outcomes. */
  reset(): void {
    this.#openFactor = 1;
    this.#close();
  }

  /** Reports the first content of a call. If the call is the probe, the breaker closes. */
  foundContent(permit: BreakerPermit): void {
    if (permit === this.#probe) this.#close();
  }

  /** Reports the end of a call. A call that started before the breaker opened is not counted. */
  release(permit: BreakerPermit, outcome: CallOutcome): void {
    const isProbe = permit === this.#probe;
    if (outcome === 'ignored') {
      if (isProbe) this.#probe = undefined;
      return;
    }
    if (permit.openings !== this.#openings) return;
    if (outcome === 'success') this.#succeed(isProbe);
    else this.#fail(isProbe);
  }

  #succeed(isProbe: boolean): void {
    if (isProbe) {
      this.reset();
      return;
    }
    this.#openFactor = 1;
    this.#window.add('success');
    this.#failuresInARow = 0;
  }

  #fail(isProbe: boolean): void {
    this.#window.add('failure');
    this.#failuresInARow += 1;
    const options = this.#options;
    if (options && (isProbe || this.#failsTooOften(options))) this.#open(options);
  }

  #failsTooOften({
    failures: maxFailuresInARow,
    minimumCalls,
    failureRate,
  }: BreakerOptions): boolean {
    const { calls, failures } = this.#window;
    if (this.#failuresInARow >= maxFailuresInARow) return true;
    return calls >= minimumCalls && failures / calls >= failureRate;
  }

  /** Doubles the time until a response has ended successfully. */
  #open({ openMs, maxOpenMs }: BreakerOptions): void {
    this.#probe = undefined;
    this.#openings += 1;
    this.#openUntil = this.#clock.now() + Math.min(openMs * this.#openFactor, maxOpenMs);
    this.#openFactor *= 2;
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

/** How a call ended. `ignored` does not count: the caller canceled it, or the request was not valid. */
export type CallOutcome = 'success' | 'failure' | 'ignored';

/** The permit for one call. Release it once, when the call has ended. */
export class BreakerPermit {
  /** How often the breaker had opened before the call started. */
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
