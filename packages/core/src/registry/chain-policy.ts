import type { CommitPolicy, Timeouts } from '../chat/chat-options.ts';
import type { ChainOptions, MidStreamPolicy, RetryPolicy } from './chain-definition.ts';
import type { Chain } from './read-chain.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';

export const defaultRetry: RetryPolicy = {
  maxRetries: 2,
  initialDelayMs: 250,
  maxDelayMs: 8000,
  maxWaitMs: 5000,
};

/** What holds for every chat of a runtime whose chain says nothing else. */
export interface ChainDefaults {
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly deadlineMs: number | undefined;
  readonly maxAttempts: number | undefined;
}

/** Everything that is set for one chat. */
export interface ChainPolicy {
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly deadlineMs: number | undefined;
  readonly maxAttempts: number;
  readonly commit: CommitPolicy;
  readonly midStream: MidStreamPolicy;
  readonly errorRules: NonNullable<ChainOptions['errorRules']>;
}

/** The chain's own settings over the runtime's, for so many targets. */
export function resolvePolicy(
  chain: Chain | undefined,
  targetCount: number,
  defaults: ChainDefaults,
): ChainPolicy {
  return {
    timeouts: resolveTimeouts(defaults.timeouts, chain?.timeouts),
    retry: { ...defaults.retry, ...chain?.retry },
    deadlineMs: chain?.deadlineMs ?? defaults.deadlineMs,
    maxAttempts: chain?.maxAttempts ?? defaults.maxAttempts ?? Math.max(3, targetCount + 1),
    commit: chain?.commit ?? 'first-content',
    midStream: chain?.midStream ?? 'fail',
    errorRules: chain?.errorRules ?? {},
  };
}
