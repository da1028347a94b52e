import type { Attempt, AttemptError, AttemptOutcome } from '../chat/attempt.ts';
import type { TargetId } from '../health/health-registry.ts';
import type { Clock } from '../ports/clock.ts';

/** The book of one call's attempts. Each entry is replaced, never changed. */
export class AttemptLog {
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
  start(target: TargetId): Attempt {
    this.#startedAt = this.#clock.now();
    return this.#add(target, 'running');
  }

  /** A line for a target that was passed over. */
  skip(target: TargetId, error: AttemptError): Attempt {
    return this.#add(target, 'skipped', error);
  }

  foundContent(): void {
    this.#change({ firstContentMs: this.#elapsedMs() });
  }

  end(outcome: AttemptOutcome, change: Partial<Attempt>): Attempt {
    return this.#change({ ...change, outcome, totalMs: this.#elapsedMs() });
  }

  #add({ provider, model }: TargetId, outcome: AttemptOutcome, error?: AttemptError): Attempt {
    const attempt: Attempt = {
      number: this.#attempts.length + 1,
      provider,
      model,
      startedAt: this.#clock.wallNow(),
      outcome,
      firstContentMs: undefined,
      totalMs: undefined,
      requests: 0,
      error,
    };
    this.#attempts = [...this.#attempts, attempt];
    return attempt;
  }

  /** In tenths of a millisecond: finer would tell of the machine alone. */
  #elapsedMs(): number {
    return Math.round((this.#clock.now() - this.#startedAt) * 10) / 10;
  }

  #change(change: Partial<Attempt>): Attempt {
    const last = this.#attempts.at(-1);
    if (!last) throw new Error('the ledger has no line to change');
    const changed = { ...last, ...change };
    this.#attempts = this.#attempts.with(last.number - 1, changed);
    return changed;
  }
}
