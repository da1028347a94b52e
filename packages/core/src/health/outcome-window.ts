import type { Clock } from '../ports/clock.ts';

const bucketCount = 6;

interface Bucket {
  readonly start: number;
  calls: number;
  failures: number;
}

/** Counts the calls and failures of a window, in six buckets. */
export class OutcomeWindow {
  readonly #clock: Clock;
  readonly #bucketMs: number;
  #buckets: Bucket[] = [];

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#bucketMs = windowMs / bucketCount;
  }

  get calls(): number {
    return this.#recent(this.#clock.now()).reduce((sum, { calls }) => sum + calls, 0);
  }

  get failures(): number {
    return this.#recent(this.#clock.now()).reduce((sum, { failures }) => sum + failures, 0);
  }

  add(outcome: 'success' | 'failure'): void {
    const now = this.#clock.now();
    const start = Math.floor(now / this.#bucketMs) * this.#bucketMs;
    let bucket = this.#recent(now).at(-1);
    if (bucket?.start !== start) {
      bucket = { start, calls: 0, failures: 0 };
      this.#buckets.push(bucket);
    }
    bucket.calls += 1;
    if (outcome === 'failure') bucket.failures += 1;
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
