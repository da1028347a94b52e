import type { AttemptError, Phase } from '../../chat/attempt.ts';
import type { Timeouts } from '../../chat/chat-options.ts';
import type { FinishReason } from '../../chat/finish-reason.ts';
import { isProviderError, isUnderstudyError } from '../../errors/is-error.ts';
import type { ErrorTarget } from '../../errors/provider-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { TimeoutLimit } from '../../stream/attempt-timer.ts';

/**
 * Converts whatever ended an attempt to an error of the table that knows its target.
 *
 * @param maxDelayMs - upper bound of `retryAfterMs`
 */
export function toUnderstudyError(
  error: unknown,
  target: ErrorTarget,
  maxDelayMs?: number,
): UnderstudyError {
  try {
    if (isProviderError(error)) return error.withTarget(target, maxDelayMs);
    if (isUnderstudyError(error)) return error;
  } catch {
    // A thrown proxy can throw when it is examined.
    const message = 'provider threw a value that cannot be read';
    return new ProviderError({ code: 'internal', message }, target);
  }
  const message = 'provider threw a value that is not a ProviderError (see cause)';
  return new ProviderError({ code: 'internal', message, cause: error }, target);
}

/** Returns what the attempt log and the events contain of an error. */
export function toAttemptError({ code, message }: UnderstudyError): AttemptError {
  return { code, message };
}

/** Returns the phase in which an attempt failed, if its error has one. */
export function phaseOf(error: UnderstudyError): Phase | undefined {
  return isProviderError(error) ? error.phase : undefined;
}

export function deadlineError(deadlineMs: number): ProviderError {
  const message = `deadline exceeded: no complete response within ${deadlineMs / 1000} s (deadlineMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'deadline' });
}

const limits = {
  'first-content': { phase: 'first-content', option: 'firstContentMs', missing: 'no content' },
  progress: { phase: 'first-content', option: 'progressMs', missing: 'no content' },
  idle: { phase: 'idle', option: 'idleMs', missing: 'no data' },
  total: { phase: 'total', option: 'totalMs', missing: 'no complete response' },
} as const;

/** @param finishReason - of a complete response that the app has not accepted yet */
export function timeoutError(
  limit: Exclude<TimeoutLimit, 'deadline'>,
  timeouts: Timeouts,
  finishReason: FinishReason | undefined,
): ProviderError {
  const { phase, option, ...other } = limits[limit];
  const missing = finishReason === undefined ? other.missing : 'complete response not accepted';
  const message = `${missing} within ${timeouts[option] / 1000} s (timeouts.${option})`;
  return new ProviderError({ code: 'timeout', message, phase });
}

export function truncatedError(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a finish reason',
  });
}

/** The error of a response that finished without text, tool call and file. */
export function emptyError(reason: FinishReason, hasReasoning: boolean): ProviderError {
  return reason === 'content-filter'
    ? new ProviderError({
        code: 'content-filtered',
        message: 'response withheld by the content filter',
      })
    : new ProviderError({
        code: 'empty-response',
        message: `${hasReasoning ? 'only reasoning' : 'no content'} before the finish reason "${reason}"`,
      });
}

/** True for an error by which a provider reports that its own queue is full, not that its vendor failed. */
export function isQueueFull(error: unknown): boolean {
  return isProviderError(error) && error.code === 'concurrency-limited';
}
