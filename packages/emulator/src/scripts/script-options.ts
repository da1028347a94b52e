/** The scripts of an emulator, and what makes it say the same each time. */
export interface ScriptOptions<Step> {
  /** The script for every request that names none: each request takes the next step of its route. */
  readonly faults?: readonly Step[];
  /** More scripts by their names, each for the requests that name it in the header `x-emulator-script`. */
  readonly scripts?: Readonly<Record<string, readonly Step[]>>;
  /**
   * With it, equal requests are answered with equal bytes by every emulator that has the same one:
   * ids follow from it, and `now` stands still.
   *
   * @defaultValue ids are made by chance
   */
  readonly seed?: string | number;
}
