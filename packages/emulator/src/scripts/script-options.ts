/** The scripts of an emulator and the seed of its ids. */
export interface ScriptOptions<Step> {
  /** The script for requests that select no script. Each request uses the next step of its route. */
  readonly faults?: readonly Step[];
  /** Scripts by name. The header `x-emulator-script` selects one. */
  readonly scripts?: Readonly<Record<string, readonly Step[]>>;
  /**
   * Makes responses reproducible: emulators with the same seed send the same bytes for the same
   * requests. Ids are derived from the seed. The time is fixed unless `now` is set.
   *
   * @defaultValue ids are random
   */
  readonly seed?: string | number;
}
