import type { CommitPolicy, SizeLimits, Timeouts } from '../chat/chat-options.ts';
import type { ChatSettings } from '../chat/chat-request.ts';
import type { ErrorCode } from '../errors/error-codes.ts';

/** Request fields that a target can replace. */
export type TargetParameters = Partial<
  Pick<
    ChatSettings,
    | 'temperature'
    | 'topP'
    | 'topK'
    | 'maxOutputTokens'
    | 'stop'
    | 'seed'
    | 'presencePenalty'
    | 'frequencyPenalty'
    | 'reasoningEffort'
  >
>;

/** One target of a chain with its options. */
export interface TargetDefinition<Name extends string = string> {
  /** A model reference: `provider/model`, a bare model name, an alias or another chain. */
  readonly target: Name;
  /** Replace the fields of the request. */
  readonly parameters?: TargetParameters | undefined;
  /** Take precedence over the timeouts of the chain and the runtime. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Take precedence over the limits of the chain and the runtime. */
  readonly limits?: Partial<SizeLimits> | undefined;
  /** Maximum number of concurrent calls to this target in this runtime. @defaultValue no limit */
  readonly maxConcurrent?: number | undefined;
}

/** Options for retries on the same target. */
export interface RetryPolicy {
  /** Maximum number of retries on each target, for errors whose rule has `retry: 'yes'`. @defaultValue 2 */
  readonly maxRetries: number;
  /**
   * Upper bound of the random delay before the first retry, in milliseconds. The lower bound is half of it. Both double
   * with each retry. @defaultValue 250
   */
  readonly initialDelayMs: number;
  /** Upper bound of every random delay, in milliseconds. @defaultValue 8_000 */
  readonly maxDelayMs: number;
  /**
   * Longest wait for a `Retry-After`, a cooldown or a circuit breaker, in milliseconds. If the wait is longer, the
   * chain continues with the next target. @defaultValue 5_000
   */
  readonly maxWaitMs: number;
}

/** Replaces parts of the rule for one error code. */
export interface ErrorRuleOverride {
  readonly retry?: 'yes' | 'once' | 'no' | undefined;
  readonly fallback?: 'yes' | 'no' | undefined;
}

/**
 * What happens if a target fails after output was passed to the caller. `fail` rejects with the error. `restart` emits
 * `reset` and starts again with the next attempt.
 */
export type MidStreamPolicy = 'fail' | 'restart';

/** A chain with its options. It is plain data and can be stored as JSON. */
export interface ChainOptions<Name extends string = string> {
  /** The targets in order of preference. */
  readonly targets: readonly (Name | TargetDefinition<Name>)[];
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Take precedence over the timeouts of the runtime. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Take precedence over the limits of the runtime. */
  readonly limits?: Partial<SizeLimits> | undefined;
  /** Time for the complete chat, including all attempts and waits, in milliseconds. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** Maximum number of requests for a response per chat. @defaultValue number of targets + 1, at least 3 */
  readonly maxAttempts?: number | undefined;
  /** @defaultValue 'first-content' */
  readonly commit?: CommitPolicy | undefined;
  /** @defaultValue 'fail' */
  readonly midStream?: MidStreamPolicy | undefined;
  /** Replaces the rules for retry and fallback, by error code. */
  readonly errorRules?: Readonly<Partial<Record<ErrorCode, ErrorRuleOverride>>> | undefined;
}

/** A chain: a list of targets, or an object with targets and options. */
export type ChainDefinition<Name extends string = string> =
  | readonly (Name | TargetDefinition<Name>)[]
  | ChainOptions<Name>;
