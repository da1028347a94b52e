/** Options for the circuit breakers of a runtime. Each target has one, which all chats share. */
export interface BreakerOptions {
  /** Number of failures in a row that opens the breaker. @defaultValue 5 */
  readonly failures: number;
  /** Share of failed calls in the window that opens the breaker, from 0 to 1. @defaultValue 0.5 */
  readonly failureRate: number;
  /** Number of calls in the window from which `failureRate` applies. @defaultValue 5 */
  readonly minimumCalls: number;
  /** Duration of the window, in milliseconds. @defaultValue 60_000 */
  readonly windowMs: number;
  /** Time without calls after the breaker opens, in milliseconds. Doubles with each failed probe. @defaultValue 15_000 */
  readonly openMs: number;
  /** Upper bound of the time without calls, in milliseconds. @defaultValue 300_000 */
  readonly maxOpenMs: number;
}

/** Options for cooldowns. A target or provider that cools down is skipped by all chats. After a cooldown, one probe is sent. */
export interface CooldownOptions {
  /** Duration after an account error for which the vendor requested no delay, in milliseconds. @defaultValue 60_000 */
  readonly defaultMs: number;
  /** Upper bound of every cooldown, also of a requested delay, in milliseconds. Then one probe is sent. @defaultValue 300_000 */
  readonly maxMs: number;
}

/** The resolved options for the health of targets. */
export interface HealthOptions {
  /** False if no circuit breaker opens. */
  readonly breaker: BreakerOptions | false;
  readonly cooldown: CooldownOptions;
}

/** The defaults of `breaker` and `cooldown`. */
export const defaultBreaker: BreakerOptions = {
  failures: 5,
  failureRate: 0.5,
  minimumCalls: 5,
  windowMs: 60_000,
  openMs: 15_000,
  maxOpenMs: 300_000,
};
export const defaultCooldown: CooldownOptions = { defaultMs: 60_000, maxMs: 300_000 };
