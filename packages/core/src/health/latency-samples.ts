import type { Clock } from '../ports/clock.ts';

/** The number of samples that are kept. */
const capacity = 100;
/** How long a time counts for the median. */
export const medianAgeMs = 600_000;
/** A change of the target is noticed after three samples. */
const medianCount = 5;
const percentileAgeMs = 60_000;
const minimumForPercentile = 10;
/** A sorted list of samples is used again until it is this old, or until this many samples were added. */
const sortedAgeMs = 1000;
const sortedAdditions = 10;

/** The last times to first content of a target, and the times after which its attempts were outpaced. */
export class LatencySamples {
  readonly #clock: Clock;
  /** A ring with `#at`: the oldest sample is replaced. */
  readonly #ms = new Float64Array(capacity);
  readonly #at = new Float64Array(capacity);
  #added = 0;
  #median: number | undefined;
  /** Until when `#median` is known. */
  #medianUntil = Number.NEGATIVE_INFINITY;
  #sorted: SortedSamples | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The median of the last five samples of the last 10 minutes. Undefined if there are none. */
  median(now: number): number | undefined {
    if (now <= this.#medianUntil) return this.#median;
    const values = this.#sortNewest(medianCount, now - medianAgeMs);
    const oldest = this.#at[(this.#added - values.length) % capacity] ?? now;
    this.#medianUntil = values.length === 0 ? now : oldest + medianAgeMs;
    this.#median = medianOf(values);
    return this.#median;
  }

  /** Starts the measurement of one attempt. */
  start(): LatencyTimer {
    return new LatencyTimer(this, this.#clock);
  }

  add(ms: number): void {
    const index = this.#added % capacity;
    this.#ms[index] = ms;
    this.#at[index] = this.#clock.now();
    this.#added += 1;
    this.#medianUntil = Number.NEGATIVE_INFINITY;
  }

  /**
   * Returns a percentile of the last 100 samples of the last minute, by the nearest rank. Undefined if there are fewer
   * than 10. The result can be a second or 10 samples old.
   *
   * @param percent - above 0, at most 100
   */
  percentile(percent: number): number | undefined {
    const { values } = this.#sortRecent();
    if (values.length < minimumForPercentile) return undefined;
    return values[Math.ceil((percent / 100) * values.length) - 1];
  }

  #sortRecent(): SortedSamples {
    const now = this.#clock.now();
    const known = this.#sorted;
    const isUsable =
      known !== undefined &&
      known.values.length >= minimumForPercentile &&
      now - known.at < sortedAgeMs &&
      this.#added - known.added < sortedAdditions;
    if (isUsable) return known;
    const values = this.#sortNewest(capacity, now - percentileAgeMs);
    this.#sorted = { at: now, added: this.#added, values };
    return this.#sorted;
  }

  /** Returns the newest samples since an instant, at most `count`, sorted by their value. */
  #sortNewest(count: number, since: number): readonly number[] {
    const values: number[] = [];
    const last = Math.max(0, this.#added - count);
    for (let position = this.#added - 1; position >= last; position -= 1) {
      const index = position % capacity;
      if ((this.#at[index] ?? 0) < since) break;
      values.push(this.#ms[index] ?? 0);
    }
    return values.toSorted((left, right) => left - right);
  }
}

interface SortedSamples {
  readonly at: number;
  /** How many samples had been added. */
  readonly added: number;
  readonly values: readonly number[];
}

function medianOf(sorted: readonly number[]): number | undefined {
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/** Measures the time to first content of one attempt. */
export class LatencyTimer {
  readonly #samples: LatencySamples;
  readonly #clock: Clock;
  readonly #startedAt: number;

  constructor(samples: LatencySamples, clock: Clock) {
    this.#samples = samples;
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Call it once, unless the attempt is outpaced. */
  foundContent(): void {
    this.#samples.add(this.#clock.now() - this.#startedAt);
  }

  /**
   * Reports that another attempt has sent content earlier. The time so far is a sample if it is longer than the median.
   * A shorter time says nothing about the target. Without these samples, a target that always loses would seem fast,
   * and `percentile` would be that of the fast responses only.
   */
  outpaced(): void {
    const now = this.#clock.now();
    const ms = now - this.#startedAt;
    if (ms > (this.#samples.median(now) ?? Number.POSITIVE_INFINITY)) this.#samples.add(ms);
  }
}
