import { invalidValue } from '../readers/invalid-value.ts';
import { type FieldReaders, isObject } from '../readers/object-readers.ts';
import { readAny } from '../readers/value-readers.ts';

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

/** The readers of the options without the steps, which the fault reader of the protocol reads. */
export const scriptOptionReaders: FieldReaders<ScriptOptions<unknown>> = {
  faults: readAny,
  scripts: readScriptMap,
  seed: readSeed,
};

export function readScriptMap(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw invalidValue(path, 'an object of lists', value);
}

export function readSeed(value: unknown, path: string): string | number {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidValue(path, 'a string or a number', value);
}
