import { AssertionError } from 'node:assert';
import { inspect, isDeepStrictEqual } from 'node:util';

/** Ends a clause with what was expected and what came. */
export function fail(sentence: string): never {
  throw new AssertionError({ message: sentence });
}

export function expectTrue(isTrue: boolean, sentence: string): void {
  if (!isTrue) fail(sentence);
}

/** `what` is a noun with its article, as in `the text`. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  const message = `expected ${what} to be ${quote(expected)}, and it was ${quote(actual)}`;
  throw new AssertionError({ message, actual, expected });
}

/** Judges one case of several, whose name goes before what it fails with. */
export async function inCase(name: string, judge: () => Promise<unknown>): Promise<void> {
  try {
    await judge();
  } catch (error) {
    throw error instanceof AssertionError ? retold(error, `${name}: ${error.message}`) : error;
  }
}

/** The same failure in other words, for a runner that shows what differs. */
export function retold({ actual, expected }: AssertionError, message: string): AssertionError {
  const differs = actual !== undefined || expected !== undefined;
  return new AssertionError(differs ? { message, actual, expected } : { message });
}

/** A value in a sentence: of a long one only its ends. */
export function quote(value: unknown): string {
  const words = inspect(value, { depth: 5, breakLength: Infinity, compact: true });
  return words.length <= 160 ? words : `${words.slice(0, 80)} … ${words.slice(-80)}`;
}
