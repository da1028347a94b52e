import type { Attempt, AttemptError, AttemptOutcome } from '../chat/attempt.ts';
import type { TargetName } from '../health/health-book.ts';
import type { Clock } from '../ports/clock.ts';

/** The book of one call's attempts. Each entry is replaced, never changed. */
export class Ledger {
  readonly #clock: Clock;
  #attempts: readonly Attempt[] = [];
  #startedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  /** Opens a line; one at a time. */
  start({ provider, model }: TargetName): Attempt {
    this.#startedAt = this.#clock.now();
    const attempt: Attempt = {
      attempt: this.#attempts.length + 1,
      provider,
      model,
      startedAt: this.#clock.wallNow(),
      outcome: 'running',
      firstContentMs: undefined,
      totalMs: undefined,
      requests: 0,
      error: undefined,
    };
    this.#attempts = [...this.#attempts, attempt];
    return attempt;
  }

  /** A line for a target that was passed over. */
  skip({ provider, model }: TargetName, { code, message }: AttemptError): void {
    const skipped: Attempt = {
      attempt: this.#attempts.length + 1,
      provider,
      model,
      startedAt: this.#clock.wallNow(),
      outcome: 'skipped',
      firstContentMs: undefined,
      totalMs: undefined,
      requests: 0,
      error: { code, message },
    };
    this.#attempts = [...this.#attempts, skipped];
  }

  foundContent(): void {
    this.#change({ firstContentMs: this.#clock.now() - this.#startedAt });
  }

  end(outcome: AttemptOutcome, requests: number, error?: AttemptError): Attempt {
    return this.#change({
      outcome,
      requests,
      error,
      totalMs: this.#clock.now() - this.#startedAt,
    });
  }

  #change(change: Partial<Attempt>): Attempt {
    const last = this.#attempts.at(-1);
    if (!last) throw new Error('the ledger has no line to change');
    const changed = { ...last, ...change };
    this.#attempts = [...this.#attempts.slice(0, -1), changed];
    return changed;
  }
}
