import type { Attempt, AttemptError, AttemptOutcome } from '../chat/attempt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Route } from '../registry/route.ts';

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
  start({ definition, model }: Route): Attempt {
    this.#startedAt = this.#clock.now();
    const attempt: Attempt = {
      attempt: this.#attempts.length + 1,
      provider: definition.id,
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
