import type { Attempt } from '../chat/attempt.ts';
import { ChainError, notRetried } from '../errors/chain-error.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import { toAttemptError } from './attempt/attempt-errors.ts';
import type { AttemptLog } from './attempt/attempt-log.ts';
import { findFirstAvailable } from './decide/skip-error.ts';

/** The errors of the attempts and of the skipped targets of one chat, in order. */
export class ChatFailures {
  readonly #log: AttemptLog;
  readonly #errors: UnderstudyError[] = [];
  #skips: Attempt[] = [];
  #decisive: UnderstudyError | undefined;

  constructor(log: AttemptLog) {
    this.#log = log;
  }

  get last(): UnderstudyError | undefined {
    return this.#errors.at(-1);
  }

  /** The first error that allows neither a retry nor another target. Later ones are those of hedged attempts. */
  get decisive(): UnderstudyError | undefined {
    return this.#decisive;
  }

  /** Records that nothing may follow an error. */
  decide(error: UnderstudyError): void {
    this.#decisive ??= error;
  }

  add(error: UnderstudyError): void {
    this.#errors.push(error);
  }

  /** Adds the error of a target that was skipped, with an entry in the attempt log. */
  addSkip(error: ProviderError): void {
    this.#skips.push(this.#log.skip(error, toAttemptError(error)));
    this.#errors.push(error);
  }

  /** The log entries of targets that were skipped since the last call. */
  takeSkips(): readonly Attempt[] {
    const skips = this.#skips;
    this.#skips = [];
    return skips;
  }

  /** Marks the last attempt, which only the retry budget kept from being retried. Returns the error with that note. */
  noteNotRetried(toError: () => UnderstudyError): UnderstudyError {
    this.#log.markNotRetried();
    const error = toError();
    return isProviderError(error) ? error.withNote(notRetried) : error;
  }

  /** The error of all targets: the only one, that of the target that is available first, or a list of all. */
  toError(): UnderstudyError {
    const [first, ...more] = this.#errors;
    if (first && more.length === 0) return first;
    return findFirstAvailable(this.#errors) ?? new ChainError(this.#log.attempts, this.#errors);
  }
}
