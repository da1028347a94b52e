import type { AcceptConditions } from '../../chat/accept-options.ts';
import type {
  ChatOptions,
  CommitPolicy,
  MidStreamPolicy,
  RetryPolicy,
  SizeLimits,
  Timeouts,
} from '../../chat/chat-options.ts';
import type { ErrorRuleOverrides, HedgeOptions } from './chain-definition.ts';
import { defaultRetry } from './default-options.ts';
import { mergeOptions } from './merge-options.ts';
import type { Chain } from './read-chain.ts';

/** The options of the runtime that a chain can replace. */
export interface ChainDefaults {
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly retry: RetryPolicy;
  readonly deadlineMs: number | undefined;
  readonly maxAttempts: number | undefined;
}

/** The options of one chat, with all defaults applied. */
export interface ChatPolicy {
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
): ChatPolicy {
  const retry = { ...defaults.retry, ...chain?.retry };
  return {
    timeouts: mergeOptions(defaults.timeouts, chain?.timeouts),
    limits: mergeOptions(defaults.limits, chain?.limits),
    retry,
    deadlineMs: chain?.deadlineMs ?? defaults.deadlineMs,
    maxAttempts: chain?.maxAttempts ?? defaults.maxAttempts ?? resolveMaxAttempts(attempts, retry),
    commit: chain?.commit ?? 'first-content',
    midStream: chain?.midStream ?? 'fail',
    hedge: chain?.hedge,
    accept: chain?.accept,
    errorRules: chain?.errorRules ?? {},
  };
}

/** Returns the default of `maxAttempts`. A larger `retry.maxRetries` than its default must have an effect. */
function resolveMaxAttempts(attempts: number, { maxRetries }: RetryPolicy): number {
  return Math.max(3, attempts + (maxRetries > defaultRetry.maxRetries ? maxRetries : 1));
}

/**
 * Applies the options of a call to those of its chain.
 *
 * @param attempts - the number of targets with their `retries`; undefined if `maxAttempts` of the chain is no default
 */
export function applyCallOptions(
  policy: ChatPolicy,
  options: ChatOptions,
  attempts: number | undefined,
): ChatPolicy {
  const { deadlineMs, midStream } = options;
  const accept = typeof options.accept === 'function' ? undefined : options.accept;
  const isKept = deadlineMs === undefined && options.maxAttempts === undefined;
  if (isKept && !options.retry && !accept && !midStream) return policy;
  const retry = mergeOptions(policy.retry, options.retry);
  const maxAttempts =
    attempts === undefined ? policy.maxAttempts : resolveMaxAttempts(attempts, retry);
  return {
    ...policy,
    deadlineMs: deadlineMs ?? policy.deadlineMs,
    maxAttempts: options.maxAttempts ?? maxAttempts,
    midStream: midStream ?? policy.midStream,
    retry,
    accept: accept ? mergeOptions(policy.accept ?? {}, accept) : policy.accept,
  };
}
