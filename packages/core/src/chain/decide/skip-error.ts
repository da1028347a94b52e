import { isProviderError } from '../../errors/is-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { Route } from '../../registry/route/route.ts';
import type { SkipReason } from './find-skip-reason.ts';
import { remainingMs } from './find-skip-reason.ts';

/** Returns the error of a target that is skipped. Its cause is the error after which the target is not available. */
export function createSkipError(
  { definition, model }: Route,
  skipReason: SkipReason,
  now: number,
): ProviderError {
  const { code, message, cause } = skipReason;
  const retryAfterMs = remainingMs(skipReason, now);
  const target = { provider: definition.id, model, phase: 'connect', partialText: '' } as const;
  return new ProviderError({ code, message, retryAfterMs, cause: cause?.error }, target);
}

/** If every target waits for a circuit breaker or a cooldown, returns the error of the one that is available first. */
export function findFirstAvailable(
  errors: readonly UnderstudyError[],
): UnderstudyError | undefined {
  const waiting = errors
    .filter(isProviderError)
    .filter(({ code }) => code === 'circuit-open' || code === 'cooling-down');
  if (waiting.length < errors.length) return undefined;
  return waiting.toSorted((left, right) => waitOf(left) - waitOf(right))[0];
}

/** An error without a wait is last, because its time is not known. */
function waitOf({ retryAfterMs }: ProviderError): number {
  return retryAfterMs ?? Number.POSITIVE_INFINITY;
}
