import type { BreakerBlock } from './breaker/breaker.ts';
import type { Cooldown, CooldownBlock } from './cooldown.ts';
import type { LimitBlock } from './limits/limiter.ts';

/** What a cooldown applies to: one target, or all models of a provider. */
export type CooldownScope = 'target' | 'provider';

/** The circuit breaker of a target allows no call. */
interface CircuitOpen extends BreakerBlock {
  readonly code: 'circuit-open';
}

/** A target, or all models of its provider, are skipped for a time. */
export interface CoolingDown extends CooldownBlock {
  readonly code: 'cooling-down';
  readonly scope: CooldownScope;
}

/** A limit of the app is reached. The chat can wait in the queue. */
interface LimitReached {
  readonly code: 'concurrency-limited' | 'rate-limited';
  /** On the monotonic clock; undefined if no time is known. */
  readonly until: number | undefined;
  readonly limit: LimitBlock;
}

/** Why a target is not available now. */
export type Unavailable = CircuitOpen | CoolingDown | LimitReached;

/** Returns the cooldown that ends last. The end of one with a running probe is not known. */
export function toCoolingDown(
  target: Cooldown | undefined,
  provider: Cooldown | undefined,
): CoolingDown | undefined {
  const own = target?.findBlock();
  const shared = provider?.findBlock();
  const block = shared && (!own || isLater(shared, own)) ? shared : own;
  if (!block) return undefined;
  return { code: 'cooling-down', ...block, scope: block === shared ? 'provider' : 'target' };
}

function isLater({ until = 0 }: CooldownBlock, other: CooldownBlock): boolean {
  return until > (other.until ?? 0);
}
