/** Statistics of some numbers. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly p99: number;
}

/** Returns NaN in every field if there are no numbers. */
export function summarize(numbers: readonly number[]): Summary {
  const sorted = numbers.toSorted((left, right) => left - right);
  return {
    median: quantile(sorted, 0.5),
    min: sorted.at(0) ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
    p99: quantile(sorted, 0.99),
  };
}

/** Returns a quantile of sorted numbers, interpolated between the two nearest ones. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
