import type { Attempt } from '../chat/attempt.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';

/** Added to the error of a chat whose retry was not made. */
export const notRetried = 'not retried: the retry budget is used up (retryBudget)';

/** Every target of a chain failed or was skipped. The message lists the attempts with their errors, in order. */
export class ChainError extends UnderstudyError {
  /** The attempt log of the chat. */
  readonly attempts: readonly Attempt[];
  /** One error for each attempt that failed or was skipped. The last one is also the `cause`. */
  readonly errors: readonly UnderstudyError[];
  /** The smallest `retryAfterMs` of the errors. Undefined if none has one. */
  readonly retryAfterMs: number | undefined;

  constructor(attempts: readonly Attempt[], errors: readonly UnderstudyError[]) {
    super('all-targets-failed', `all targets failed:${attempts.map(formatAttempt).join('')}`, {
      cause: errors.at(-1),
    });
    this.attempts = attempts;
    this.errors = errors;
    this.retryAfterMs = findSmallestWait(errors);
  }

  protected override get kind(): ErrorKind {
    return 'chain';
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { attempts, errors, retryAfterMs } = this;
    const list = errors.map((error) => error.toJSON());
    return { ...super.toJSON(), retryAfterMs, attempts, errors: list };
  }

  static {
    this.prototype.name = 'ChainError';
  }
}

function findSmallestWait(errors: readonly UnderstudyError[]): number | undefined {
  const waits = errors
    .map((error): unknown => Reflect.get(error, 'retryAfterMs'))
    .filter((wait) => typeof wait === 'number');
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function formatAttempt(attempt: Attempt): string {
  const { number, provider, model, outcome, error } = attempt;
  const reason = error ? `${error.code}: ${error.message}` : outcome;
  const note = attempt.notRetried ? `; ${notRetried}` : '';
  return `\n  ${number}. ${provider}/${model}: ${reason}${note}`;
}
