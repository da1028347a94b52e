import type { Cooldown, CooldownBlock } from './cooldown.ts';
import type { FailureCause } from './failure-cause.ts';
import type { LimitBlock } from './limits/limiter.ts';

/** What a cooldown applies to: one target, or all models of a provider. */
export type CooldownScope = 'target' | 'provider';

/** Why a target is not available now. */
export interface Unavailable {
  readonly code: 'circuit-open' | 'cooling-down' | 'concurrency-limited' | 'rate-limited';
  /** On the monotonic clock; undefined if no time is known. */
  readonly until: number | undefined;
  /** Resolves when the result of the probe that decides is known. */
  readonly probeResult?: Promise<void> | undefined;
  /** The limit of the app that is reached. The chat can wait in the queue. */
  readonly limit?: LimitBlock | undefined;
  /** The error that started the cooldown or opened the circuit breaker. */
  readonly cause?: FailureCause | undefined;
  /** What the cooldown applies to, if the target cools down. */
  readonly scope?: CooldownScope | undefined;
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
  const { until, probeResult } = block;
  return { code: 'cooling-down', until, probeResult, cause: block.cause, scope };
}

function isLater({ until = 0 }: CooldownBlock, other: CooldownBlock): boolean {
  return until > (other.until ?? 0);
}
