import type { CommitPolicy, Timeouts } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { ErrorCode } from '../errors/error-codes.ts';

/** What a target may set in place of the request's own. */
export type TargetParameters = Partial<
  Pick<
    ChatRequest,
    | 'temperature'
    | 'topP'
    | 'maxOutputTokens'
    | 'stop'
    | 'seed'
    | 'presencePenalty'
    | 'frequencyPenalty'
    | 'reasoningEffort'
  >
>;

/** One step of a chain. */
export interface TargetDefinition<Name extends string = string> {
  /** `provider/model`, a bare model, an alias or another chain. */
  readonly target: Name;
  readonly parameters?: TargetParameters | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** How many answers of this target may be open at once in this runtime. @defaultValue no limit */
  readonly maxConcurrent?: number | undefined;
}

/** How the same target is asked again. */
export interface RetryPolicy {
  /** Same-target retries for each target, where the table says `yes`. @defaultValue 2 */
  readonly maxRetries: number;
  /** The wait before the first; the next are twice as long each, all drawn from 0 up to it. @defaultValue 250 */
  readonly initialDelayMs: number;
  /** No drawn wait is longer. @defaultValue 8_000 */
  readonly maxDelayMs: number;
  /** The longest wait that a vendor, a cooldown or a breaker may ask for; beyond it the chain goes on. @defaultValue 5_000 */
  readonly maxWaitMs: number;
}

/** Another answer than the table's for one code. */
export interface ErrorRuleOverride {
  readonly retry?: 'yes' | 'once' | 'no' | undefined;
  readonly fallback?: 'yes' | 'no' | undefined;
}

/** What happens when a target fails after its text has become the caller's. */
export type MidStreamPolicy = 'fail' | 'restart';

/** A chain as data: it can stand in a JSON file. */
export interface ChainOptions<Name extends string = string> {
  readonly targets: readonly (Name | TargetDefinition<Name>)[];
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly deadlineMs?: number | undefined;
  /** How many requests for an answer a chat may make. @defaultValue its targets + 1, at least 3 */
  readonly maxAttempts?: number | undefined;
  /** @defaultValue 'first-content' */
  readonly commit?: CommitPolicy | undefined;
  /** @defaultValue 'fail' */
  readonly midStream?: MidStreamPolicy | undefined;
  /** Answers that take the place of the table's, by code. */
  readonly errorRules?: Readonly<Partial<Record<ErrorCode, ErrorRuleOverride>>> | undefined;
}

/** Targets in order, alone or with what holds for the chain. */
export type ChainDefinition<Name extends string = string> =
  | readonly (Name | TargetDefinition<Name>)[]
  | ChainOptions<Name>;
