import type { ErrorCode } from '../errors/error-codes.ts';
import type { Clock } from '../ports/clock.ts';
import type { BreakerPermit, BreakerState, CallOutcome } from './breaker.ts';
import { Breaker } from './breaker.ts';
import type { CooldownBlock, CooldownPermit } from './cooldown.ts';
import { Cooldown } from './cooldown.ts';
import type { FailureCause } from './failure-cause.ts';
import type { HealthOptions } from './health-options.ts';
import type { LatencyTimer } from './latency-samples.ts';
import { LatencySamples } from './latency-samples.ts';
import type { Demand, LimitBlock, Slot } from './limiter.ts';
import { Limiter } from './limiter.ts';
import type { RetryProbes } from './retry-probes.ts';

/** What a cooldown applies to: one target, or all models of a provider. */
export type CooldownScope = 'target' | 'provider';

/** How a chat uses a target. */
export interface TargetUse {
  /** What the attempt needs. @defaultValue no limits */
  readonly demand?: Demand;
  /** The right from the queue to start the attempt. */
  readonly slot?: Slot | undefined;
  /** Whether the chat has no other target that is available. */
  readonly isAlone?: boolean;
}

/** Why a target is not available now. */
export interface Unavailable {
  readonly code: 'circuit-open' | 'cooling-down' | 'concurrency-limited' | 'rate-limited';
  /** On the monotonic clock; undefined if no time is known. */
  readonly until: number | undefined;
  /** Resolves when the result of the probe that decides is known. */
  readonly verdict?: Promise<void> | undefined;
  /** The limit of the app that is reached. The chat can wait in the queue. */
  readonly limit?: LimitBlock | undefined;
  /** The error that started the cooldown or opened the circuit breaker. */
  readonly cause?: FailureCause | undefined;
  /** What the cooldown applies to, if the target cools down. */
  readonly scope?: CooldownScope | undefined;
}

/** The error after which a target is not available. */
export interface FailureStatus {
  readonly code: ErrorCode;
  /** How long ago it occurred, in whole milliseconds. */
  readonly elapsedMs: number;
}

/** The cooldown of a target, with the error that started it. */
export interface CooldownStatus extends FailureStatus {
  /** `provider` after an error about the API key or the account. It applies to all models of the provider. */
  readonly scope: CooldownScope;
}

/** The state of a target, as an app can show it. */
export interface TargetStatus {
  /** The state of the circuit breaker. */
  readonly breaker: BreakerState;
  /**
   * Whole milliseconds until the target is available, rounded up; 0 if it is, or if the result of a probe or `resetHealth()`
   * decides.
   */
  readonly retryAfterMs: number;
  /** Whether the target is skipped after a requested delay, a rate limit or an account error. */
  readonly coolingDown: boolean;
  /** Undefined unless the target cools down. */
  readonly cooldown: CooldownStatus | undefined;
  /**
   * The last error that the circuit breaker counted before it opened. Undefined while it is closed, and if slow calls
   * opened it or it was isolated by hand.
   */
  readonly failure: FailureStatus | undefined;
  /** How many attempts are in flight. */
  readonly inFlight: number;
  /** How many chats wait in the queue for `maxConcurrent`, `requestsPerMinute` or `tokensPerMinute`. */
  readonly queued: number;
}

const noLimits: Demand = { limits: {}, tokens: 0 };
const limitCodes = {
  maxConcurrent: 'concurrency-limited',
  requestsPerMinute: 'rate-limited',
  tokensPerMinute: 'rate-limited',
} as const;
/** How busy and how fast a target is. */
export interface TargetLoad {
  /** How many attempts are in flight. */
  readonly inFlight: number;
  /** The median of the last times to first content. Undefined if none is known. */
  readonly medianMs: number | undefined;
  /** When the last attempt started, on the monotonic clock. Undefined if there was none. */
  readonly lastUsedAt: number | undefined;
}

/** The state of one target: its circuit breaker, its cooldowns and its attempts in flight. */
export class TargetState {
  readonly #clock: Clock;
  readonly #breaker: Breaker;
  readonly #cooldown: Cooldown;
  /** Shared by all models of the provider. */
  readonly #providerCooldown: Cooldown;
  readonly limiter: Limiter;
  readonly #latency: LatencySamples;
  #lastUsedAt: number | undefined;

  constructor(
    clock: Clock,
    { breaker, cooldown }: HealthOptions,
    providerCooldown: Cooldown,
    onChange: (state: BreakerState) => void,
  ) {
    this.#clock = clock;
    this.#breaker = new Breaker(clock, breaker, onChange);
    this.#cooldown = new Cooldown(clock, cooldown);
    this.limiter = new Limiter(clock);
    this.#providerCooldown = providerCooldown;
    this.#latency = new LatencySamples(clock);
  }

  /** Whether the target can be forgotten without losing information. */
  get idle(): boolean {
    return this.#breaker.idle && this.#cooldown.idle && this.limiter.idle;
  }

  /** A percentile of the times to first content of the last minute. Undefined if too few are known. */
  percentile(percent: number): number | undefined {
    return this.#latency.percentile(percent);
  }

  get load(): TargetLoad {
    return {
      inFlight: this.limiter.inFlight,
      medianMs: this.#latency.median,
      lastUsedAt: this.#lastUsedAt,
    };
  }

  get status(): TargetStatus {
    const now = this.#clock.now();
    const cooling = this.#coolingDown;
    const until = Math.max(this.#breaker.block()?.until ?? 0, cooling?.until ?? 0);
    return {
      breaker: this.#breaker.state,
      retryAfterMs: Math.max(0, Math.ceil(until - now)),
      coolingDown: cooling !== undefined,
      cooldown: cooling && toCooldownStatus(cooling, now),
      failure: toFailureStatus(this.#breaker.cause, now),
      inFlight: this.limiter.inFlight,
      queued: this.limiter.queued,
    };
  }

  /** Returns why the target is not available now, or undefined if it is. */
  unavailable({ demand = noLimits, slot, isAlone }: TargetUse = {}): Unavailable | undefined {
    const block = this.#breaker.block(isAlone);
    if (block) return { code: 'circuit-open', ...block };
    if (this.#coolingDown) return this.#coolingDown;
    const limit = slot ? undefined : this.limiter.block(demand);
    return limit && { code: limitCodes[limit.limit], until: limit.until, limit };
  }

  /** Returns the right to make one attempt, or undefined if the target is not available. */
  tryAcquire(use: TargetUse = {}): Permit | undefined {
    if (this.unavailable(use)) return undefined;
    const breaker = this.#breaker.tryAcquire(use.isAlone);
    if (!breaker) return undefined;
    this.#lastUsedAt = this.#clock.now();
    const latency = this.#latency.start();
    const slot = use.slot ?? this.limiter.take(use.demand ?? noLimits);
    const target = this.#cooldown.acquire();
    const provider = this.#providerCooldown.acquire();
    return new Permit({ breaker, target, provider, latency, slot });
  }

  /** Lets one retry at a time find out whether the target works again. */
  get retryProbes(): RetryProbes {
    return this.#breaker.retryProbes;
  }

  /** Allows no attempt until `reset()`. */
  isolate(): void {
    this.#breaker.isolate();
  }

  /** Closes the circuit breaker and ends the cooldown of the target. */
  reset(): void {
    this.#cooldown.reset();
    this.#breaker.reset();
  }

  get #coolingDown(): Unavailable | undefined {
    return toUnavailable(this.#cooldown, this.#providerCooldown);
  }
}

/** Returns the cooldown that ends last. The end of one with a running probe is not known. */
export function toUnavailable(
  target: Cooldown | undefined,
  provider: Cooldown | undefined,
): Unavailable | undefined {
  const own = target?.block;
  const shared = provider?.block;
  const block = shared && (!own || isLater(shared, own)) ? shared : own;
  if (!block) return undefined;
  const scope = block === shared ? 'provider' : 'target';
  const { until, verdict } = block;
  return { code: 'cooling-down', until, verdict, cause: block.cause, scope };
}

function isLater({ until = 0 }: CooldownBlock, other: CooldownBlock): boolean {
  return until > (other.until ?? 0);
}

function toCooldownStatus(
  { cause, scope = 'target' }: Unavailable,
  now: number,
): CooldownStatus | undefined {
  const failure = toFailureStatus(cause, now);
  return failure && { ...failure, scope };
}

function toFailureStatus(cause: FailureCause | undefined, now: number): FailureStatus | undefined {
  return cause && { code: cause.error.code, elapsedMs: Math.floor(now - cause.at) };
}

interface Permits {
  readonly breaker: BreakerPermit;
  readonly target: CooldownPermit;
  readonly provider: CooldownPermit;
  readonly slot: Slot;
  readonly latency: LatencyTimer;
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

  /** Reports the first response data, which shows that the target accepts requests again. */
  foundData(): void {
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

  /** Reports the error of the attempt, before its end. */
  fail(cause: FailureCause): void {
    this.#permits.breaker.cause = cause;
  }

  /**
   * Ends the attempt. Call it once.
   *
   * @param tokens - the tokens that were used; undefined if the vendor reported none
   */
  release(outcome: CallOutcome, tokens?: number): void {
    this.#permits.breaker.release(outcome);
    this.#permits.target.release(outcome === 'success');
    this.#permits.provider.release(outcome === 'success');
    this.#permits.slot.release(tokens);
  }
}
