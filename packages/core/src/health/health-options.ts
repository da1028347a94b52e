/** Options for the circuit breakers of a runtime. Each target has one, which all chats share. */
export interface BreakerOptions {
  /**
   * Number of failures in a row that opens the breaker. Failures of calls that ran at the same time count as one.
   * @defaultValue 5
   */
  readonly failures: number;
  /** Share of failed calls in the window that opens the breaker, above 0 and at most 1. @defaultValue 0.5 */
  readonly failureRate: number;
  /** Number of calls in the window from which `failureRate` and `slowCallRate` apply. @defaultValue 5 */
  readonly minimumCalls: number;
  /** Duration of the window, in milliseconds. @defaultValue 60_000 */
  readonly windowMs: number;
  /** A call is slow if its first content takes longer than this, in milliseconds. @defaultValue no call is slow */
  readonly slowCallMs: number | undefined;
  /** Share of slow calls in the window that opens the breaker, above 0 and at most 1. @defaultValue 0.5 */
  readonly slowCallRate: number;
  /**
   * Time without calls after the breaker opens, in milliseconds. Doubles with each failed probe. For a chat without
   * another available target at most 1_000 at first. @defaultValue 15_000
   */
  readonly openMs: number;
  /**
   * Upper bound of the time without calls, in milliseconds. For a chat without another available target at most 15_000.
   * @defaultValue 300_000
   */
  readonly maxOpenMs: number;
}

/** Options for the retries of all chats of a runtime. Each retry costs 1; each chat adds `ratio`, up to `reserve`. */
export interface RetryBudgetOptions {
  /** How many retries each chat adds, from 0 to 1. @defaultValue 0.2 */
  readonly ratio: number;
  /** How many retries are available at first, and at most. @defaultValue 50 */
  readonly reserve: number;
}

/**
 * Options for cooldowns. A target or provider that cools down is skipped by all chats. After a cooldown, one probe is
 * sent.
 */
export interface CooldownOptions {
  /** Duration after an account error for which the vendor requested no delay, in milliseconds. @defaultValue 60_000 */
  readonly defaultMs: number;
  /**
   * Upper bound of every cooldown, also of a requested delay, in milliseconds. Then one probe is sent.
   * @defaultValue 300_000
   */
  readonly maxMs: number;
}

/** The resolved options for the health of targets. */
export interface HealthOptions {
  /** False if no circuit breaker opens. */
  readonly breaker: BreakerOptions | false;
  readonly cooldown: CooldownOptions;
  readonly retryBudget: RetryBudgetOptions;
}

/** The default of `breaker`. */
export const defaultBreaker: BreakerOptions = {
  failures: 5,
  failureRate: 0.5,
  minimumCalls: 5,
  windowMs: 60_000,
  slowCallMs: undefined,
  slowCallRate: 0.5,
  openMs: 15_000,
  maxOpenMs: 300_000,
};
/** The default of `cooldown`. */
export const defaultCooldown: CooldownOptions = { defaultMs: 60_000, maxMs: 300_000 };
/** The default of `retryBudget`. */
export const defaultRetryBudget: RetryBudgetOptions = { ratio: 0.2, reserve: 50 };
