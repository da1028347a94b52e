import type { BreakerPermit, CallOutcome } from './breaker/breaker.ts';
import type { CooldownPermit } from './cooldown.ts';
import type { FailureCause } from './failure-cause.ts';
import type { LatencyTimer } from './latency-samples.ts';
import type { Slot } from './limits/limiter.ts';
import type { CooldownScope } from './unavailable.ts';

interface Permits {
  readonly breaker: BreakerPermit;
  readonly target: CooldownPermit;
  readonly provider: CooldownPermit;
  readonly slot: Slot;
  readonly latency: LatencyTimer;
}

interface EndDetails {
  /** The tokens that were used. Undefined if the vendor reported none. */
  readonly tokens?: number | undefined;
  /** The error of the attempt. */
  readonly cause?: FailureCause | undefined;
}

/** The right to make one attempt at a target, held from before the first byte to the end of the stream. */
export class Permit {
  readonly #permits: Permits;

  constructor(permits: Permits) {
    this.#permits = permits;
  }

  /** How long the chat waited in the queue of the target. */
  get queuedMs(): number {
    return this.#permits.slot.queuedMs;
  }

  /** Reports that the first request for the response is sent. */
  startRequest(): void {
    this.#permits.slot.start();
  }

  /** Reserves one more request for the response; false if `requestsPerMinute` is reached. */
  reserveRequest(): boolean {
    return this.#permits.slot.reserveRequest();
  }

  /**
   * Reports the first response data, which shows that the target accepts requests again. A provider without HTTP has
   * sent its request.
   */
  foundData(): void {
    this.startRequest();
    this.#permits.breaker.foundData();
    this.#permits.target.foundData();
    this.#permits.provider.foundData();
  }

  foundContent(): void {
    this.#permits.breaker.foundContent();
    this.#permits.latency.foundContent();
  }

  /** Reports that another attempt has sent content earlier. */
  outpaced(): void {
    this.#permits.latency.outpaced();
  }

  /** Skips the target, or all models of its provider, for a time. */
  coolDown(scope: CooldownScope, ms: number | 'backoff', cause: FailureCause): void {
    this.#permits[scope].coolDown(ms, cause);
  }

  /** Ends the attempt. Call it once. */
  release(outcome: CallOutcome, { tokens, cause }: EndDetails = {}): void {
    this.#permits.breaker.release(outcome, cause);
    this.#permits.target.release(outcome === 'success');
    this.#permits.provider.release(outcome === 'success');
    this.#permits.slot.release(tokens);
  }
}
