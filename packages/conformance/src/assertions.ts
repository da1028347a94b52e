import { AssertionError } from 'node:assert';
import { inspect, isDeepStrictEqual } from 'node:util';

/** @throws AssertionError */
export function fail(message: string): never {
  throw new AssertionError({ message });
}

/** @throws AssertionError if the value is false */
export function expectTrue(value: boolean, message: string): void {
  if (!value) fail(message);
}

/**
 * Compares two values deeply.
 *
 * @param what - a noun with its article, such as `the text`
 * @throws AssertionError with both values
 */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  const message = `expected ${what} to be ${formatValue(expected)}, received ${formatValue(actual)}`;
  throw new AssertionError({ message, actual, expected });
}

/** Runs one of several cases. The message of an assertion starts with the name of the case. */
export async function inCase(name: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw error instanceof AssertionError ? withMessage(error, `${name}: ${error.message}`) : error;
  }
}

/** Returns the assertion with another message. It keeps the values, which some runners show as a diff. */
export function withMessage({ actual, expected }: AssertionError, message: string): AssertionError {
  const hasValues = actual !== undefined || expected !== undefined;
  return new AssertionError(hasValues ? { message, actual, expected } : { message });
}

/** Formats a value in one line of at most 163 characters. */
export function formatValue(value: unknown): string {
  const text = inspect(value, { depth: 5, breakLength: Infinity, compact: true });
  return text.length <= 160 ? text : `${text.slice(0, 80)} … ${text.slice(-80)}`;
}
