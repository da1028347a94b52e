import type { Clock } from '../ports/clock.ts';
import type { BreakerState } from '../ports/telemetry.ts';
import { Breaker } from './breaker/breaker.ts';
import type { RetryProbes } from './breaker/retry-probes.ts';
import { Cooldown } from './cooldown.ts';
import type { HealthOptions } from './health-options.ts';
import { LatencySamples } from './latency-samples.ts';
import type { Demand, Slot } from './limits/limiter.ts';
import { Limiter } from './limits/limiter.ts';
import { Permit } from './permit.ts';
import type { TargetHealth, TargetId } from './target-health.ts';
import { toCooldownStatus, toFailureStatus } from './target-health.ts';
import type { CoolingDown, Unavailable } from './unavailable.ts';
import { toCoolingDown } from './unavailable.ts';

/** How a chat uses a target. */
export interface TargetUse {
  /** What the attempt needs. @defaultValue no limits */
  readonly demand?: Demand;
  /** The right from the queue to start the attempt. */
  readonly slot?: Slot | undefined;
  /** Whether the chat waits in the queue. */
  readonly isQueued?: boolean;
  /** Whether no target of the chat is available, so the circuit breaker allows a probe earlier. */
  readonly isLastResort?: boolean;
}

/** How busy and how fast a target is. */
export interface TargetLoad {
  /** How many attempts are in flight. */
  readonly inFlight: number;
  /** The median of the last times to first content. Undefined if none is known. */
  medianMs(now: number): number | undefined;
  /** When the last attempt started, on the monotonic clock. Undefined if there was none. */
  readonly lastUsedAt: number | undefined;
}

const noLimits: Demand = { limits: {}, tokens: 0 };

const limitCodes = {
  maxConcurrent: 'concurrency-limited',
  requestsPerMinute: 'rate-limited',
  tokensPerMinute: 'rate-limited',
} as const;

/** The state of one target: its circuit breaker, its cooldowns and its attempts in flight. */
export class TargetState implements TargetLoad {
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

  get inFlight(): number {
    return this.limiter.inFlight;
  }

  medianMs(now: number): number | undefined {
    return this.#latency.median(now);
  }

  get lastUsedAt(): number | undefined {
    return this.#lastUsedAt;
  }

  get status(): Omit<TargetHealth, keyof TargetId> {
    const now = this.#clock.now();
    const cooling = this.#coolingDown;
    const { cause } = this.#breaker;
    const until = Math.max(this.#breaker.findBlock()?.until ?? 0, cooling?.until ?? 0);
    return {
      breaker: this.#breaker.state,
      retryAfterMs: Math.max(0, Math.ceil(until - now)),
      cooldown: cooling && toCooldownStatus(cooling, now),
      failure: cause && toFailureStatus(cause, now),
      inFlight: this.limiter.inFlight,
      queued: this.limiter.queued,
    };
  }

  /** Returns why the target is not available now, or undefined if it is. */
  unavailable({ demand = noLimits, slot, isQueued, isLastResort }: TargetUse = {}):
    | Unavailable
    | undefined {
    const block = this.#breaker.findBlock(isLastResort);
    if (block) return { code: 'circuit-open', ...block };
    if (this.#coolingDown) return this.#coolingDown;
    const limit = slot ? undefined : this.limiter.findBlock(demand, isQueued);
    return limit && { code: limitCodes[limit.limit], until: limit.until, limit };
  }

  /** Returns the right to make one attempt, or undefined if the target is not available. */
  tryAcquire(use: TargetUse = {}): Permit | undefined {
    if (this.unavailable(use)) return undefined;
    const breaker = this.#breaker.tryAcquire(use.isLastResort);
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

  get #coolingDown(): CoolingDown | undefined {
    return toCoolingDown(this.#cooldown, this.#providerCooldown);
  }
}
