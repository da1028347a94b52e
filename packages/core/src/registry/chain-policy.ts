import type { AcceptConditions } from '../chat/accept-options.ts';
import type {
  ChatOptions,
  CommitPolicy,
  MidStreamPolicy,
  RetryPolicy,
  SizeLimits,
  Timeouts,
} from '../chat/chat-options.ts';
import type { HealthOptions } from '../health/health-options.ts';
import type { ErrorRuleOverrides, HedgeOptions } from './chain-definition.ts';
import { mergeOptions } from './limit-options.ts';
import type { Chain } from './read-chain.ts';

/** The default of `retry`. */
export const defaultRetry: RetryPolicy = {
  maxRetries: 2,
  initialDelayMs: 250,
  maxDelayMs: 8000,
  maxWaitMs: 5000,
};

/** The options of the runtime that a chain can replace. */
export interface ChainDefaults extends HealthOptions {
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly retry: RetryPolicy;
  readonly deadlineMs: number | undefined;
  readonly maxAttempts: number | undefined;
}

/** The options of one chat, with all defaults applied. */
export interface ChainPolicy extends HealthOptions {
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly retry: RetryPolicy;
  readonly deadlineMs: number | undefined;
  readonly maxAttempts: number;
  readonly commit: CommitPolicy;
  readonly midStream: MidStreamPolicy;
  readonly hedge: HedgeOptions | undefined;
  /** Without the function of a call. */
  readonly accept: AcceptConditions | undefined;
  readonly errorRules: ErrorRuleOverrides;
}

/**
 * Returns the options of a chat: those of the chain, then those of the runtime, then the defaults.
 *
 * @param attempts - the number of targets with their `retries`
 */
export function resolvePolicy(
  chain: Chain | undefined,
  attempts: number,
  defaults: ChainDefaults,
): ChainPolicy {
  return {
    timeouts: mergeOptions(defaults.timeouts, chain?.timeouts),
    limits: mergeOptions(defaults.limits, chain?.limits),
    breaker: defaults.breaker,
    cooldown: defaults.cooldown,
    retryBudget: defaults.retryBudget,
    retry: { ...defaults.retry, ...chain?.retry },
    deadlineMs: chain?.deadlineMs ?? defaults.deadlineMs,
    maxAttempts: chain?.maxAttempts ?? defaults.maxAttempts ?? Math.max(3, attempts + 1),
    commit: chain?.commit ?? 'first-content',
    midStream: chain?.midStream ?? 'fail',
    hedge: chain?.hedge,
    accept: chain?.accept,
    errorRules: chain?.errorRules ?? {},
  };
}

/** Applies the options of a call to those of its chain. */
export function applyCallOptions(policy: ChainPolicy, options: ChatOptions): ChainPolicy {
  const { deadlineMs, maxAttempts, retry, midStream } = options;
  const accept = typeof options.accept === 'function' ? undefined : options.accept;
  if (deadlineMs === undefined && maxAttempts === undefined && !retry && !accept && !midStream) {
    return policy;
  }
  return {
    ...policy,
    deadlineMs: deadlineMs ?? policy.deadlineMs,
    maxAttempts: maxAttempts ?? policy.maxAttempts,
    midStream: midStream ?? policy.midStream,
    retry: mergeOptions(policy.retry, retry),
    accept: accept ? mergeOptions(policy.accept ?? {}, accept) : policy.accept,
  };
}
