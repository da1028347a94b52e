import type { Clock } from '../../ports/clock.ts';

const bucketCount = 6;

/** How one call ended. */
export interface WindowOutcome {
  readonly isFailure?: boolean;
  /** Whether the failure is the first one of an incident. */
  readonly startsIncident?: boolean;
  readonly isSlow?: boolean;
}

/** The counts of the calls of a window. */
export interface WindowTotals {
  readonly calls: number;
  readonly failures: number;
  readonly incidents: number;
  readonly slow: number;
}

type Bucket = { readonly start: number } & { -readonly [Name in keyof WindowTotals]: number };

/** Counts the calls of a window, in six buckets. */
export class OutcomeWindow {
  readonly #clock: Clock;
  readonly #bucketMs: number;
  #buckets: Bucket[] = [];

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#bucketMs = windowMs / bucketCount;
  }

  get totals(): WindowTotals {
    const totals = { calls: 0, failures: 0, incidents: 0, slow: 0 };
    for (const { calls, failures, incidents, slow } of this.#recent(this.#clock.now())) {
      totals.calls += calls;
      totals.failures += failures;
      totals.incidents += incidents;
      totals.slow += slow;
    }
    return totals;
  }

  add({ isFailure = false, startsIncident = false, isSlow = false }: WindowOutcome): void {
    const now = this.#clock.now();
    const start = Math.floor(now / this.#bucketMs) * this.#bucketMs;
    let bucket = this.#recent(now).at(-1);
    if (bucket?.start !== start) {
      bucket = { start, calls: 0, failures: 0, incidents: 0, slow: 0 };
      this.#buckets.push(bucket);
    }
    bucket.calls += 1;
    bucket.failures += Number(isFailure);
    bucket.incidents += Number(startsIncident);
    bucket.slow += Number(isSlow);
  }

  clear(): void {
    this.#buckets = [];
  }

  #recent(now: number): readonly Bucket[] {
    const oldest = now - this.#bucketMs * bucketCount;
    if (this.#buckets[0] && this.#buckets[0].start <= oldest) {
      this.#buckets = this.#buckets.filter(({ start }) => start > oldest);
    }
    return this.#buckets;
  }
}
