import type { Clock } from '../../ports/clock.ts';
import type { BreakerState } from '../../ports/telemetry.ts';
import type { FailureCause } from '../failure-cause.ts';
import type { BreakerOptions } from '../health-options.ts';
import { defaultBreaker } from '../health-options.ts';
import { ResultSignal } from '../result-signal.ts';
import { FailureStatistics } from './failure-statistics.ts';
import { RetryProbes } from './retry-probes.ts';

/** Why a breaker allows no call now. */
export interface BreakerBlock {
  /** When a call may be allowed, on the monotonic clock. Undefined while a probe is running, and while isolated. */
  readonly until: number | undefined;
  /** Resolves when the result of the running probe is known. */
  readonly probeResult: Promise<void> | undefined;
  /** The last failure before it opened. Undefined while isolated, and if slow calls opened it. */
  readonly cause: FailureCause | undefined;
}

/** Bounds of the time without calls for a chat that has no other available target. */
const maxLastResortOpenMs = { first: 1000, last: 15_000 } as const;

/**
 * The circuit breaker of a target.
 *
 * It opens when the target fails too often and rejects calls for `openMs`; for a chat without another target, for 1 s
 * at most. Then it is half-open and allows one probe, for whose result other calls wait. The first content of the probe
 * closes it. A failure of the probe opens it for twice the time, at most `maxOpenMs`, or 15 s. The first response that
 * ends successfully resets the time.
 */
export class Breaker {
  readonly retryProbes: RetryProbes = new RetryProbes();
  readonly #clock: Clock;
  readonly #options: BreakerOptions | false;
  readonly #onChange: (state: BreakerState) => void;
  readonly #statistics: FailureStatistics;
  readonly #result = new ResultSignal();
  /** How often it opened since the last success. Each time doubles the next. */
  #reopenings = 0;
  #openings = 0;
  /** On the monotonic clock. Undefined while closed. */
  #openedAt: number | undefined;
  #cause: FailureCause | undefined;
  #isIsolated = false;
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
    this.#statistics = new FailureStatistics(clock, (options || defaultBreaker).windowMs);
  }

  get state(): BreakerState {
    if (this.#isIsolated) return 'isolated';
    if (this.#openedAt === undefined) return 'closed';
    return !this.#probe && this.#clock.now() < this.#openUntil(false) ? 'open' : 'half-open';
  }

  /** The last failure before the breaker opened. Undefined while it is closed. */
  get cause(): FailureCause | undefined {
    return this.#cause;
  }

  /** Whether the breaker is in its initial state, so it can be deleted. */
  get idle(): boolean {
    return !this.#isIsolated && this.#openedAt === undefined && this.#statistics.empty;
  }

  /**
   * Returns why no call is allowed now, or undefined if one is.
   *
   * @param isLastResort - whether no target of the chat is available
   */
  findBlock(isLastResort = false): BreakerBlock | undefined {
    const cause = this.#cause;
    if (this.#isIsolated) return { until: undefined, probeResult: undefined, cause };
    if (this.#openedAt === undefined) return undefined;
    if (this.#probe) return { until: undefined, probeResult: this.#result.promise, cause };
    const until = this.#openUntil(isLastResort);
    return this.#clock.now() < until ? { until, probeResult: undefined, cause } : undefined;
  }

  /**
   * Returns the permit for a call, or undefined if no call is allowed. In the half-open state, the call is the probe.
   */
  tryAcquire(isLastResort = false): BreakerPermit | undefined {
    if (this.findBlock(isLastResort)) return undefined;
    const counts = { openings: this.#openings, incidents: this.#statistics.incidents };
    const permit = new BreakerPermit(this, counts, this.#clock.now());
    if (this.#openedAt !== undefined) {
      this.#probe = permit;
      this.#onChange('half-open');
    }
    return permit;
  }

  /** Allows no call until `reset()`. */
  isolate(): void {
    if (this.#isIsolated) return;
    this.#openings += 1;
    this.#clear();
    this.#isIsolated = true;
    this.#onChange('isolated');
  }

  /** Closes the breaker and forgets all outcomes. */
  reset(): void {
    this.#reopenings = 0;
    this.retryProbes.succeed();
    this.#close();
  }

  /** Reports the first response data of a call. */
  foundData(permit: BreakerPermit): void {
    if (permit.incidents === this.#statistics.incidents) this.retryProbes.succeed();
  }

  /**
   * Reports the first content of a call. If the call is the probe, the breaker closes, or opens again if it was slow.
   */
  foundContent(permit: BreakerPermit): void {
    const { slowCallMs = Number.POSITIVE_INFINITY } = this.#options || {};
    permit.isSlow = this.#clock.now() - permit.startedAt > slowCallMs;
    if (permit !== this.#probe) return;
    if (permit.isSlow) this.#open(undefined);
    else this.#close();
  }

  /** Reports the end of a call. A call that started before the breaker opened is not counted. */
  release(permit: BreakerPermit, outcome: CallOutcome, cause?: FailureCause): void {
    const isProbe = permit === this.#probe;
    if (outcome === 'ignored') {
      if (isProbe) this.#endProbe();
      return;
    }
    if (permit.openings !== this.#openings) return;
    if (outcome === 'success') this.#succeed(permit, isProbe);
    else this.#fail(permit, isProbe, cause);
  }

  #succeed(permit: BreakerPermit, isProbe: boolean): void {
    if (isProbe) {
      this.reset();
      return;
    }
    this.#reopenings = 0;
    this.foundData(permit);
    this.#statistics.addSuccess(permit.isSlow);
    if (permit.isSlow) this.#openIfBad(false, undefined);
  }

  #fail(permit: BreakerPermit, isProbe: boolean, cause: FailureCause | undefined): void {
    this.#statistics.addFailure(permit.incidents);
    this.retryProbes.fail();
    this.#openIfBad(isProbe, cause);
  }

  #openIfBad(isProbe: boolean, cause: FailureCause | undefined): void {
    const options = this.#options;
    if (options && (isProbe || this.#statistics.isBad(options))) this.#open(cause);
  }

  #open(cause: FailureCause | undefined): void {
    this.#cause = cause;
    this.#openings += 1;
    this.#reopenings += 1;
    this.#openedAt = this.#clock.now();
    this.#endProbe();
    this.#onChange('open');
  }

  /** The time doubles until a response has ended successfully. */
  #openUntil(isLastResort: boolean): number {
    if (!this.#options || this.#openedAt === undefined) return 0;
    const { openMs, maxOpenMs } = this.#options;
    const first = isLastResort ? Math.min(openMs, maxLastResortOpenMs.first) : openMs;
    const last = isLastResort ? Math.min(maxOpenMs, maxLastResortOpenMs.last) : maxOpenMs;
    return this.#openedAt + Math.min(first * 2 ** (this.#reopenings - 1), last);
  }

  #close(): void {
    const wasClosed = this.state === 'closed';
    this.#clear();
    if (!wasClosed) this.#onChange('closed');
  }

  #clear(): void {
    this.#isIsolated = false;
    this.#openedAt = undefined;
    this.#cause = undefined;
    this.#statistics.clear();
    this.#endProbe();
  }

  #endProbe(): void {
    this.#probe = undefined;
    this.#result.notify();
  }
}

/** How a call ended. `ignored` does not count: the caller canceled it, or the request was not valid. */
export type CallOutcome = 'success' | 'failure' | 'ignored';

/** What a breaker had counted when a call started. */
interface Counts {
  /** How often it had opened. */
  readonly openings: number;
  /** How many incidents there were when the call started. */
  readonly incidents: number;
}

/** The permit for one call. Release it once, when the call has ended. */
export class BreakerPermit implements Counts {
  readonly openings: number;
  readonly incidents: number;
  readonly startedAt: number;
  /** Whether the first content arrived too late. */
  isSlow = false;
  readonly #breaker: Breaker;

  constructor(breaker: Breaker, { openings, incidents }: Counts, startedAt: number) {
    this.#breaker = breaker;
    this.openings = openings;
    this.incidents = incidents;
    this.startedAt = startedAt;
  }

  foundData(): void {
    this.#breaker.foundData(this);
  }

  foundContent(): void {
    this.#breaker.foundContent(this);
  }

  /** @param cause - the error of a failure */
  release(outcome: CallOutcome, cause?: FailureCause): void {
    this.#breaker.release(this, outcome, cause);
  }
}
