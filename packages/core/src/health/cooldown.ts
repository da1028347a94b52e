import type { Clock } from '../ports/clock.ts';
import type { FailureCause } from './failure-cause.ts';
import type { CooldownOptions } from './health-options.ts';
import { ResultSignal } from './result-signal.ts';

/** The first cooldown after a rate limit without a requested delay, in milliseconds. */
const firstBackoffMs = 1000;

/** Why a cooldown allows no call now. */
export interface CooldownBlock {
  readonly cause: FailureCause;
  /** The end of the cooldown on the monotonic clock. Undefined while a probe is running. */
  readonly until: number | undefined;
  /** Resolves when the result of the running probe is known. */
  readonly probeResult: Promise<void> | undefined;
}

/**
 * The cooldown of a target, or of all models of a provider.
 *
 * After a cooldown has ended, one call is allowed: the probe. Its first response data ends the cooldown for all calls.
 * A probe that ends without data allows the next probe, and an error that cools down again starts the next cooldown.
 */
export class Cooldown {
  readonly #clock: Clock;
  readonly #options: CooldownOptions;
  #until = 0;
  /** Undefined if all calls are allowed. */
  #cause: FailureCause | undefined;
  /** How many cooldowns have started. */
  #count = 0;
  /** How many rate limits without a requested delay have followed each other. */
  #rateLimits = 0;
  #probe: CooldownPermit | undefined;
  readonly #result = new ResultSignal();

  constructor(clock: Clock, options: CooldownOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Whether the cooldown can be forgotten: no call is waiting for its end. */
  get idle(): boolean {
    return this.#until <= this.#clock.now() && !this.#probe;
  }

  /** Returns why no call is allowed now, or undefined if one is. */
  findBlock(): CooldownBlock | undefined {
    const cause = this.#cause;
    if (!cause) return undefined;
    if (this.#clock.now() < this.#until)
      return { cause, until: this.#until, probeResult: undefined };
    if (!this.#probe) return undefined;
    return { cause, until: undefined, probeResult: this.#result.promise };
  }

  /** Returns the permit for a call, which is the probe after a cooldown. Call it only if nothing blocks the call. */
  acquire(): CooldownPermit {
    const permit = new CooldownPermit(this, this.#count);
    if (this.#cause) this.#probe = permit;
    return permit;
  }

  /**
   * Starts a cooldown, or extends the current one. A shorter one has no effect.
   *
   * @param ms - `backoff` takes longer with each rate limit that follows another one
   */
  start(ms: number | 'backoff', cause: FailureCause, permit: CooldownPermit): void {
    const isRepeated = permit.count === this.#count;
    // Calls of the same moment are rate-limited together, which is one rate limit.
    if (ms === 'backoff' && !isRepeated) return;
    const now = this.#clock.now();
    const until = now + (ms === 'backoff' ? this.#backoffMs() : this.#limit(ms));
    // The options can be 0, so nothing cools down.
    if (until < this.#until || until === now) return;
    this.#until = until;
    this.#cause = cause;
    this.#count += 1;
    this.#endProbe();
  }

  /** Ends the cooldown and forgets earlier rate limits. */
  reset(): void {
    this.#until = 0;
    this.#rateLimits = 0;
    this.#cause = undefined;
    this.#endProbe();
  }

  /** Reports the first response data of a call. */
  foundData(permit: CooldownPermit): void {
    if (permit !== this.#probe) return;
    this.#cause = undefined;
    this.#endProbe();
  }

  /** Reports the end of a call. */
  release(permit: CooldownPermit, succeeded: boolean): void {
    if (succeeded && permit.count === this.#count) this.#rateLimits = 0;
    if (permit === this.#probe) this.#endProbe();
  }

  #backoffMs(): number {
    const ms = firstBackoffMs * 2 ** this.#rateLimits;
    this.#rateLimits += 1;
    return this.#limit(Math.min(ms, this.#options.defaultMs));
  }

  #limit(ms: number): number {
    return Math.min(ms, this.#options.maxMs);
  }

  #endProbe(): void {
    this.#probe = undefined;
    this.#result.notify();
  }
}

/** The permit for one call. Release it once, when the call has ended. */
export class CooldownPermit {
  /** How many cooldowns had started before the call. */
  readonly count: number;
  readonly #cooldown: Cooldown;

  constructor(cooldown: Cooldown, count: number) {
    this.#cooldown = cooldown;
    this.count = count;
  }

  foundData(): void {
    this.#cooldown.foundData(this);
  }

  /** Starts a cooldown because the call failed. */
  coolDown(ms: number | 'backoff', cause: FailureCause): void {
    this.#cooldown.start(ms, cause, this);
  }

  release(succeeded: boolean): void {
    this.#cooldown.release(this, succeeded);
  }
}
