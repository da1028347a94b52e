import { invalidValue } from '../invalid-value.ts';
import { suggestNearNames } from './find-near-names.ts';

/** The error for a field that nothing reads: which there are, and which one may be meant. */
export function refuseName(path: string, name: string, known: readonly string[]): RangeError {
  return invalidValue(path, `one of ${known.join(', ')}`, name, suggestNearNames(name, known));
}
