/**
 * What an error applies to besides its chat: only this request, all models of the credential, this model, or all
 * models of the vendor.
 */
export type ErrorScope = 'request' | 'credential' | 'model' | 'vendor';

/** How chains, gateways and command-line programs react to one error code. */
export interface ErrorRule {
  /** What detects the error. */
  readonly source: string;
  /** Where the cause is. `internal` is Understudy. */
  readonly fault: 'caller' | 'provider' | 'internal';
  /**
   * What the error applies to. `credential`: all models of the provider instance. Another chat that differs from
   * this one does not fail for an error with the scope `request`.
   */
  readonly scope: ErrorScope;
  /** Whether the same target is tried again. */
  readonly retry: 'yes' | 'once' | 'no';
  /** Whether the next target is tried. `opt-in`: only if `errorRules` of the chain allow it. */
  readonly fallback: 'yes' | 'no' | 'larger-window' | 'opt-in';
  /** Whether the circuit breaker of the target counts a failure. */
  readonly countsForBreaker: boolean;
  /**
   * How long the target is skipped if the provider sent no delay: `cooldown.defaultMs`, or `backoff`, 1 s that doubles
   * with each repetition up to `cooldown.defaultMs`. A delay that the provider sent takes precedence.
   */
  readonly cooldownMs: 'default' | 'backoff' | undefined;
  /** HTTP status for a gateway that returns this error. */
  readonly httpStatus: number;
  /** Exit code for a command-line program, from sysexits.h. 130 is the exit code of shells after an interrupt. */
  readonly exitCode: number;
  /** How to fix the cause, in one line. */
  readonly hint: string;
  /** The hint of an error without `retryAfterMs`, if `hint` refers to that. */
  readonly hintWithoutDelay?: string;
}

/** What the rules of one kind of error have in common. */
type ErrorTraits = Pick<
  ErrorRule,
  'fault' | 'scope' | 'retry' | 'fallback' | 'countsForBreaker' | 'cooldownMs'
>;

export const transient: ErrorTraits = {
  fault: 'provider',
  scope: 'model',
  retry: 'yes',
  fallback: 'yes',
  countsForBreaker: true,
  cooldownMs: undefined,
};
export const retriedOnce: ErrorTraits = { ...transient, retry: 'once' };
export const cooling: ErrorTraits = {
  ...transient,
  retry: 'no',
  countsForBreaker: false,
  cooldownMs: 'default',
};
export const internal: ErrorTraits = {
  fault: 'internal',
  scope: 'request',
  retry: 'no',
  fallback: 'yes',
  countsForBreaker: false,
  cooldownMs: undefined,
};
export const caller: ErrorTraits = {
  fault: 'caller',
  scope: 'request',
  retry: 'no',
  fallback: 'no',
  countsForBreaker: false,
  cooldownMs: undefined,
};
