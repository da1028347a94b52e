import type { ErrorCode } from '../chat/error-code.ts';
import type { BreakerState } from '../ports/telemetry.ts';
import type { FailureCause } from './failure-cause.ts';
import type { CooldownScope, CoolingDown } from './unavailable.ts';

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

/** Identifies a target: the id of its provider, and the model. */
export interface TargetId {
  readonly provider: string;
  readonly model: string;
}

/** The health of one target. */
export interface TargetHealth extends TargetId {
  /** The state of the circuit breaker. */
  readonly breaker: BreakerState;
  /**
   * Whole milliseconds until the target is available, rounded up; 0 if it is, or if the result of a probe or
   * `resetHealth()` decides.
   */
  readonly retryAfterMs: number;
  /** Undefined unless the target is skipped after a requested delay, a rate limit or an account error. */
  readonly cooldown: CooldownStatus | undefined;
  /**
   * The last error that the circuit breaker counted before it opened. Undefined while it is closed, and if slow calls
   * opened it or it was isolated.
   */
  readonly failure: FailureStatus | undefined;
  /** How many attempts are in flight. */
  readonly inFlight: number;
  /** How many chats wait in the queue for `maxConcurrent`, `requestsPerMinute` or `tokensPerMinute`. */
  readonly queued: number;
}

/** Returns the status of a target that cools down. */
export function toCooldownStatus({ cause, scope }: CoolingDown, now: number): CooldownStatus {
  return { ...toFailureStatus(cause, now), scope };
}

/** Returns the status of an error, as seen now. */
export function toFailureStatus({ error, at }: FailureCause, now: number): FailureStatus {
  return { code: error.code, elapsedMs: Math.floor(now - at) };
}
