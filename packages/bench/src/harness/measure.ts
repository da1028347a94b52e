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
  /** Whom the others are compared with. @defaultValue the first contestant of the variant */
  readonly base?: string | undefined;
  /** Whose rows are shown. @defaultValue those of all variants and all contestants */
  readonly variants?: readonly string[] | undefined;
  readonly contestants?: readonly string[] | undefined;
  /** Which of the numbers is judged. @defaultValue 'median' */
  readonly judged?: 'median' | 'p99' | undefined;
  /** What is shown beside the median: of single calls the greatest says little. @defaultValue 'range' */
  readonly spread?: 'range' | 'quartiles' | undefined;
  /** The number judged must be at most, or at least, the bar, and aims to get beyond the aim. */
  readonly bar?: number | undefined;
  readonly aim?: number | undefined;
  /** @defaultValue 'at most' */
  readonly limit?: 'at most' | 'at least' | undefined;
  /** Who has to hold the bar; peers have not. @defaultValue all but the base */
  readonly barFor?: readonly string[] | undefined;
}
