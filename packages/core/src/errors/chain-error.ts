import type { Attempt } from '../chat/attempt.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';

/** Every target failed; says what was tried, in order, and why each ended. */
export class ChainError extends UnderstudyError {
  readonly attempts: readonly Attempt[];
  /** One for each attempt that failed or was passed over; the last is also the `cause`. */
  readonly errors: readonly UnderstudyError[];

  constructor(attempts: readonly Attempt[], errors: readonly UnderstudyError[]) {
    const lines = attempts.map(({ number: attempt, provider, model, outcome, error }) => {
      const why = error ? `${error.code}: ${error.message}` : outcome;
      return `\n  ${attempt}. ${provider}/${model}: ${why}`;
    });
    super('all-targets-failed', `No target answered:${lines.join('')}`, { cause: errors.at(-1) });
    this.attempts = attempts;
    this.errors = errors;
  }

  protected override get kind(): ErrorKind {
    return 'chain';
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { attempts, errors } = this;
    return { ...super.toJSON(), attempts, errors: errors.map((error) => error.toJSON()) };
  }

  static {
    this.prototype.name = 'ChainError';
  }
}
