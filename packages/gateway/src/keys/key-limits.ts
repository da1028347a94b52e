import type { Usage } from '@understudy/core';

import type { GatewayKey } from './gateway-key.ts';

/** What a request has used. */
export interface ActualUse {
  /** Undefined for counts of tokens, and if no usage was reported. */
  readonly usage?: Usage | undefined;
  /** Reserved for prices: the gateway does not set it. */
  readonly cost?: number | undefined;
}

/** The right to run one request. */
export interface KeyPermit {
  /** Only a `KeyRejection` has a code. */
  readonly code?: undefined;
  /** Must be called exactly once, when the request has ended. */
  settle(actual: ActualUse): void;
}

/** Why a key may not run a request now. */
export interface KeyRejection {
  /**
   * `rate-limited`: the key has used its requests. `budget-exhausted`: it has used its budget. Only a `KeyLimits` of
   * the app returns the second one, because `localKeyLimits()` has no budgets.
   */
  readonly code: 'rate-limited' | 'budget-exhausted';
  /** When the key may run a request again, if it is known. */
  readonly retryAfterMs?: number | undefined;
}

/** Decides whether a key may run a request now. */
export interface KeyLimits {
  admit(key: GatewayKey, model: string): KeyPermit | KeyRejection;
}
