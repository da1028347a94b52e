import type { ErrorRule } from '../../errors/error-rule.ts';
import { isProviderError } from '../../errors/is-error.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { CooldownOptions } from '../../health/health-options.ts';
import type { CooldownScope } from '../../health/unavailable.ts';

/** What cools down after an error, and for how long. */
export interface CooldownPlan {
  readonly scope: CooldownScope;
  readonly ms: number | 'backoff';
}

/**
 * Returns what cools down after an error, or undefined if nothing does. A requested delay takes precedence over the
 * error rule, whatever the status. An error about one request cools down nothing.
 */
export function resolveCooldown(
  error: UnderstudyError,
  { fault, scope, cooldownMs }: ErrorRule,
  { defaultMs }: CooldownOptions,
): CooldownPlan | undefined {
  if (fault !== 'provider' || scope === 'request' || !isProviderError(error)) return undefined;
  const { retryAfterMs = 0 } = error;
  const ms = retryAfterMs > 0 ? retryAfterMs : cooldownMs === 'default' ? defaultMs : cooldownMs;
  if (ms === undefined) return undefined;
  // All models of a provider share its API key and its account.
  return { scope: scope === 'credential' ? 'provider' : 'target', ms };
}
