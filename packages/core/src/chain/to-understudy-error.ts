import type { AttemptError } from '../chat/attempt.ts';
import { isProviderError, isUnderstudyError } from '../errors/is-error.ts';
import type { ErrorTarget } from '../errors/provider-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';

/** Whatever ended an attempt, as an error of the table that knows its target. */
export function toUnderstudyError(error: unknown, target: ErrorTarget): UnderstudyError {
  if (isProviderError(error)) return error.withTarget(target);
  if (isUnderstudyError(error)) return error;
  const message = 'it threw something that is no ProviderError, and the cause tells what';
  return new ProviderError({ code: 'internal', message, cause: error }, target);
}

/** What the ledger and the events tell of an error. */
export function toAttemptError({ code, message }: UnderstudyError): AttemptError {
  return { code, message };
}
