/** Numbers of one repetition of one contestant, by the key of their measure. */
export type Sample = Readonly<Record<string, number>>;

/** A number of the samples, and how it is compared and limited. */
export interface Measure {
  readonly key: string;
  readonly label: string;
  /** Unit of the table. */
  readonly unit: string;
  /** Converts a sample to `unit`. @defaultValue 1 */
  readonly factor?: number | undefined;
  /** How samples are compared with the reference. With `none` the limit applies to the samples. */
  readonly comparison: 'ratio' | 'difference' | 'none';
  /** Name of the contestant to compare with. @defaultValue the first contestant of the variant */
  readonly reference?: string | undefined;
  /** Variants in the table. @defaultValue all */
  readonly variants?: readonly string[] | undefined;
  /** Contestants in the table, in addition to the reference. @defaultValue all */
  readonly contestants?: readonly string[] | undefined;
  /** The statistic that the limit applies to. @defaultValue 'median' */
  readonly statistic?: 'median' | 'p99' | 'max' | undefined;
  /** What the table shows in parentheses. Use quartiles for single calls. @defaultValue 'range' */
  readonly spread?: 'range' | 'quartiles' | undefined;
  readonly limit?: number | undefined;
  /** A value that is better than the limit. It does not have to be reached. */
  readonly aim?: number | undefined;
  /** @defaultValue 'at most' */
  readonly direction?: 'at most' | 'at least' | undefined;
  /** Contestants that have to meet the limit. @defaultValue all but the reference */
  readonly limitFor?: readonly string[] | undefined;
}
