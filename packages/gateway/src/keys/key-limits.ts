import type { Usage } from '@understudy/core';

import type { GatewayKey } from './gateway-key.ts';

/** What a request has used. */
export interface ActualUse {
  readonly usage?: Usage | undefined;
  readonly cost?: number | undefined;
}

/** The right to run one request. */
export interface KeyPermit {
  /** Must be called exactly once, when the request has ended. */
  settle(actual: ActualUse): void;
}

/** Why a key may not run a request now. */
export interface KeyRejection {
  readonly code: 'rate-limited' | 'budget-exhausted';
  readonly retryAfterMs?: number | undefined;
}

/** Decides whether a key may run a request now. */
export interface KeyLimits {
  admit(key: GatewayKey, model: string): KeyPermit | KeyRejection;
}
