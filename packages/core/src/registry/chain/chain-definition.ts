import type { AcceptConditions } from '../../chat/accept-options.ts';
import type {
  CommitPolicy,
  MidStreamPolicy,
  RetryPolicy,
  SizeLimits,
  Timeouts,
} from '../../chat/chat-options.ts';
import type { ChatSettings } from '../../chat/chat-request.ts';
import type { ErrorCode } from '../../chat/error-code.ts';
import type { JsonObject } from '../../chat/json.ts';

type ReplaceableSettings = Pick<
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
>;

/** Request fields that a target can replace. `null` leaves a field of the request out. */
export type TargetParameters = {
  readonly [Name in keyof ReplaceableSettings]?: ReplaceableSettings[Name] | null;
};

/** Options of one target. If the target is a chain, they apply to all its targets and take precedence over theirs. */
export interface TargetOptions {
  /** Replace the fields of the request. `null` leaves a field out. */
  readonly parameters?: TargetParameters | undefined;
  /** Options for the provider of this target. They replace those of the request, field by field. */
  readonly providerOptions?: JsonObject | undefined;
  /** Take precedence over the timeouts of the chain and the runtime. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Take precedence over the limits of the chain and the runtime. */
  readonly limits?: Partial<SizeLimits> | undefined;
  /** Maximum number of concurrent calls to this target in this runtime. @defaultValue no limit */
  readonly maxConcurrent?: number | undefined;
  /** Maximum number of requests to this target in 60 seconds. @defaultValue no limit */
  readonly requestsPerMinute?: number | undefined;
  /** Maximum number of tokens of this target in 60 seconds. @defaultValue no limit */
  readonly tokensPerMinute?: number | undefined;
  /**
   * Number of retries on this target before the chat continues with another target. After all targets were tried, a
   * target has as many retries in total as the larger of this number and `retry.maxRetries`. @defaultValue 0
   */
  readonly retries?: number | undefined;
  /**
   * How long the chat waits for this target before it continues with another one that is ready, in milliseconds: for a
   * `Retry-After`, a cooldown, a circuit breaker or a limit of the app. A longer time than `retry.maxWaitMs` takes
   * precedence over it.
   * @defaultValue 0
   */
  readonly maxWaitMs?: number | undefined;
  /** The context window in tokens, if the provider does not know it. @defaultValue that of the model */
  readonly contextTokens?: number | undefined;
  /** Take precedence over the error rules of the chain. */
  readonly errorRules?: ErrorRuleOverrides | undefined;
}

/** One target of a chain with its options. */
export interface TargetDefinition<Name extends string = string> extends TargetOptions {
  /** A model reference: `provider/model`, a bare model name, an alias or another chain. */
  readonly target: Name;
}

/**
 * How a pool orders its members for a chat:
 *
 * - `priority`: as listed.
 * - `weighted`: at random, in proportion to the weights.
 * - `round-robin`: in turn.
 * - `least-busy`: by the number of attempts in flight.
 * - `fastest`: by the time to first content and the number of attempts in flight.
 */
export type PoolStrategy = 'priority' | 'weighted' | 'round-robin' | 'least-busy' | 'fastest';

/** Targets of which each chat prefers another one. A pool is used instead of a target in a chain or in another pool. */
export interface PoolDefinition<Name extends string = string> {
  /** At least one member. */
  readonly pool: readonly PoolMemberDefinition<Name>[];
  /** @defaultValue 'priority' */
  readonly strategy?: PoolStrategy | undefined;
}

/** A member of a pool: a target, or another pool. */
export type PoolMemberDefinition<Name extends string = string> =
  | Name
  | ((TargetDefinition<Name> | PoolDefinition<Name>) & {
      /** The share of the member in a pool with the strategy `weighted`. With 0 it comes last. @defaultValue 1 */
      readonly weight?: number | undefined;
    });

/** An entry of `targets`: a model reference, a target with options, or a pool. */
export type ChainTargetDefinition<Name extends string = string> =
  | Name
  | TargetDefinition<Name>
  | PoolDefinition<Name>;

/** Replaces parts of the rule for one error code. */
export interface ErrorRuleOverride {
  readonly retry?: 'yes' | 'once' | 'no' | undefined;
  readonly fallback?: 'yes' | 'no' | undefined;
}

/** Replace the rules for retry and fallback, by error code. */
export type ErrorRuleOverrides = Readonly<Partial<Record<ErrorCode, ErrorRuleOverride>>>;

/**
 * When the chat sends its request to a second target although the first one has not failed. The first content wins, and
 * the other attempt is ended. Each extra attempt uses one retry of the retry budget. Requests with `effects: true` are
 * never hedged.
 */
export type HedgeOptions = HedgeByTime | HedgeByPercentile;

/** Hedges after a fixed time. */
export interface HedgeByTime {
  /** Time without content after which the request is sent to the next target, in milliseconds. */
  readonly afterMs: number;
  readonly percentile?: undefined;
  /** Maximum number of extra attempts at the same time. @defaultValue 1 */
  readonly maxExtra?: number | undefined;
}

/** Hedges after a time that follows the speed of the target. */
export interface HedgeByPercentile {
  readonly afterMs?: undefined;
  /**
   * The time is this percentile of the times to first content of the target in the last minute, at least 1 and below
   * 100, for example 95. With fewer than 10 of them, no attempt is hedged.
   */
  readonly percentile: number;
  /** Maximum number of extra attempts at the same time. @defaultValue 1 */
  readonly maxExtra?: number | undefined;
}

/** A chain with its options. It is plain data and can be stored as JSON. */
export interface ChainOptions<Name extends string = string> {
  /** The targets in order of preference. */
  readonly targets: readonly ChainTargetDefinition<Name>[];
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Take precedence over the timeouts of the runtime. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Take precedence over the limits of the runtime. */
  readonly limits?: Partial<SizeLimits> | undefined;
  /** Time for the complete chat, including all attempts and waits, in milliseconds. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /**
   * Maximum number of requests for a response per chat. With `retry.maxRetries` above 2, the default is the number of
   * targets and their `retries` + `retry.maxRetries`.
   * @defaultValue number of targets and their `retries` + 1, at least 3
   */
  readonly maxAttempts?: number | undefined;
  /** @defaultValue 'first-content' */
  readonly commit?: CommitPolicy | undefined;
  /** @defaultValue none */
  readonly hedge?: HedgeOptions | undefined;
  /** @defaultValue 'fail' */
  readonly midStream?: MidStreamPolicy | undefined;
  /**
   * What a complete response must fulfill. The chat must be read with `text()` or `response()`, or `commit` must be
   * `complete`. @defaultValue none
   */
  readonly accept?: AcceptConditions | undefined;
  /** Replaces the rules for retry and fallback, by error code. */
  readonly errorRules?: ErrorRuleOverrides | undefined;
}

/** A chain: a list of targets, one pool, or an object with targets and options. */
export type ChainDefinition<Name extends string = string> =
  | readonly ChainTargetDefinition<Name>[]
  | PoolDefinition<Name>
  | ChainOptions<Name>;
