import type { Attempt } from '../chat/attempt.ts';
import { ChainError, notRetried } from '../errors/chain-error.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import { toAttemptError } from './attempt/attempt-errors.ts';
import type { AttemptLog } from './attempt/attempt-log.ts';
import type { StopReason } from './decide/decision.ts';
import { findFirstAvailable } from './decide/skip-error.ts';
import type { ChainTargets } from './targets/chain-targets.ts';

/** Why and when a chat stops. */
export interface ChatStop {
  readonly reason: StopReason;
  /** On the monotonic clock. */
  readonly now: number;
  /** The error of a chat whose deadline has passed. */
  readonly expired: ProviderError | undefined;
  /** Whether only the retry budget prevented a retry. */
  readonly lacksBudget: boolean;
}

/** The errors of the attempts and of the skipped targets of one chat, in order. */
export class ChatFailures {
  readonly #log: AttemptLog;
  readonly #targets: ChainTargets;
  readonly #errors: UnderstudyError[] = [];
  #skips: Attempt[] = [];
  /** The first error after which the chat stops. Later ones are those of hedged attempts. */
  #final: UnderstudyError | undefined;

  constructor(log: AttemptLog, targets: ChainTargets) {
    this.#log = log;
    this.#targets = targets;
  }

  /** Records an error after which the chat stops. */
  recordFinal(error: UnderstudyError): void {
    this.#final ??= error;
  }

  add(error: UnderstudyError): void {
    this.#errors.push(error);
  }

  /** Adds the errors of those of the first targets that were skipped, each with an entry in the attempt log. */
  recordSkips(count: number, now: number): void {
    for (const error of this.#targets.takeSkipErrors(count, now)) {
      this.#skips.push(this.#log.skip(error, toAttemptError(error)));
      this.#errors.push(error);
    }
  }

  /** The log entries of targets that were skipped since the last call. */
  takeSkips(): readonly Attempt[] {
    const skips = this.#skips;
    this.#skips = [];
    return skips;
  }

  /** The error of a chat that stops: the final one, that of its only target, or that of all targets. */
  toError(stop: ChatStop): UnderstudyError {
    const { lacksBudget } = stop;
    // Before the error is created, because it can contain the attempt log.
    if (lacksBudget) this.#log.markNotRetried();
    const error = this.#select(stop);
    return lacksBudget && isProviderError(error) ? error.withNote(notRetried) : error;
  }

  #select({ reason, now, expired }: ChatStop): UnderstudyError {
    const last = this.#errors.at(-1);
    if (reason === 'final' && this.#final) return this.#final;
    if (last && (reason === 'final' || this.#targets.count === 1)) return last;
    this.recordSkips(this.#targets.count, now);
    // A wait for a target ends just before the deadline, but its timer can be late.
    return expired && this.#skips.length === 0 ? expired : this.#joined();
  }

  /** The only error, that of the target that is available first, or a list of all. */
  #joined(): UnderstudyError {
    const [first, ...more] = this.#errors;
    if (first && more.length === 0) return first;
    return findFirstAvailable(this.#errors) ?? new ChainError(this.#log.attempts, this.#errors);
  }
}
