import { ConfigurationError } from '@understudy/core';
import { formatSuggestion, quoteText } from '@understudy/core/internal';

/** An object whose fields are assignable to any type. The reader or core validates them. */
export type Unchecked = Readonly<Record<string, never>>;

/** @throws ConfigurationError at the path */
export function readObject(value: unknown, path: string): Unchecked {
  if (isObject(value)) return value;
  throw invalidValue(path, 'an object', value);
}

/**
 * Reads an object that may have only the named fields.
 *
 * @param prefix - the path of a field without its name
 * @throws ConfigurationError at the path, or at the first unknown field
 */
export function readFields(
  value: unknown,
  path: string,
  prefix: string,
  names: readonly string[],
): Unchecked {
  const fields = readObject(value, path);
  const unknownField = Object.keys(fields).find((name) => !names.includes(name));
  if (unknownField === undefined) return fields;
  const expected = `one of ${names.join(', ')}`;
  const advice = formatSuggestion(unknownField, names);
  throw invalidValue(prefix + unknownField, expected, unknownField, advice);
}

/** @throws ConfigurationError at the path */
export function readString(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw invalidValue(path, 'a string', value);
}

/** @throws ConfigurationError at the path */
export function readNumber(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw invalidValue(path, 'a number', value);
}

/** @throws ConfigurationError at the path */
export function readArray(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidValue(path, 'an array', value);
}

export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalidValue(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): ConfigurationError {
  return new ConfigurationError({ path, expected, received: describeValue(value), advice });
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? quoteText(value) : JSON.stringify(value);
}
