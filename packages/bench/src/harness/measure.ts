/** What one repetition of one contestant gave: numbers by the key of their measure. */
export type Sample = Readonly<Record<string, number>>;

/** A number that repetitions give, and what is made of it beside the base contestant's. */
export interface Measure {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** From the unit of the sample to the one that is shown. @defaultValue 1 */
  readonly factor?: number | undefined;
  /** With `none` the number itself is judged. */
  readonly comparison: 'ratio' | 'difference' | 'none';
  /** Which of the numbers is judged. @defaultValue 'median' */
  readonly judged?: 'median' | 'p99' | undefined;
  /** What is shown beside the median: of single calls the greatest says little. @defaultValue 'range' */
  readonly spread?: 'range' | 'quartiles' | undefined;
  /** What the number judged must not exceed, and what it aims to stay below. */
  readonly bar?: number | undefined;
  readonly aim?: number | undefined;
}
