import { AssertionError, deepStrictEqual } from 'node:assert';
import { inspect } from 'node:util';

/** Ends a clause with what was expected and what came. */
export function fail(sentence: string): never {
  throw new AssertionError({ message: sentence });
}

export function expectTrue(isTrue: boolean, sentence: string): void {
  if (!isTrue) fail(sentence);
}

/** `what` is a noun with its article, as in `the text`. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  try {
    deepStrictEqual(actual, expected);
  } catch {
    const message = `expected ${what} to be ${quote(expected)}, and it was ${quote(actual)}`;
    throw new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' });
  }
}

/** A value in a sentence: of a long one only its ends. */
export function quote(value: unknown): string {
  const words = inspect(value, { depth: 5, breakLength: Infinity });
  return words.length <= 160 ? words : `${words.slice(0, 80)} … ${words.slice(-80)}`;
}
