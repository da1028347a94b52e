import type { Clock } from '../ports/clock.ts';

interface Sample {
  readonly at: number;
  readonly ms: number;
}

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
  /** A ring: the oldest sample is replaced. */
  readonly #samples: Sample[] = [];
  /** The samples for the median, the oldest first. */
  #newest: Sample[] = [];
  /** That of `#newest`. Undefined until it is needed. */
  #median: number | undefined;
  #added = 0;
  #sorted: SortedSamples | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The median of the last five samples of the last 10 minutes. Undefined if there are none. */
  get median(): number | undefined {
    const oldest = this.#clock.now() - medianAgeMs;
    if ((this.#newest[0]?.at ?? oldest) < oldest) {
      this.#newest = this.#newest.filter(({ at }) => at >= oldest);
      this.#median = undefined;
    }
    this.#median ??= medianOf(this.#newest);
    return this.#median;
  }

  /** Starts the measurement of one attempt. */
  start(): LatencyTimer {
    return new LatencyTimer(this, this.#clock);
  }

  add(ms: number): void {
    const sample = { at: this.#clock.now(), ms };
    this.#samples[this.#added % capacity] = sample;
    this.#newest.push(sample);
    if (this.#newest.length > medianCount) this.#newest.shift();
    this.#median = undefined;
    this.#added += 1;
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
    const recent = this.#samples.filter(({ at }) => at >= now - percentileAgeMs);
    const values = recent.map(({ ms }) => ms).toSorted((left, right) => left - right);
    this.#sorted = { at: now, added: this.#added, values };
    return this.#sorted;
  }
}

interface SortedSamples {
  readonly at: number;
  /** How many samples had been added. */
  readonly added: number;
  readonly values: readonly number[];
}

function medianOf(samples: readonly Sample[]): number | undefined {
  const sorted = samples.map(({ ms }) => ms).toSorted((left, right) => left - right);
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
    this.#samples.add(this.#elapsedMs);
  }

  /**
   * Reports that another attempt has sent content earlier. The time so far is a sample if it is longer than the median.
   * A shorter time says nothing about the target. Without these samples, a target that always loses would seem fast,
   * and `percentile` would be that of the fast responses only.
   */
  outpaced(): void {
    const ms = this.#elapsedMs;
    if (ms > (this.#samples.median ?? Number.POSITIVE_INFINITY)) this.#samples.add(ms);
  }

  get #elapsedMs(): number {
    return this.#clock.now() - this.#startedAt;
  }
}
