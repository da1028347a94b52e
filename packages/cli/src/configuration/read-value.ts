import { ConfigurationError } from '@understudy/core';
import { formatSuggestion } from '@understudy/core/provider';

/** Its fields have any type, until they are checked. */
export type Unchecked = Readonly<Record<string, never>>;

/** @throws ConfigurationError at the path */
export function readObject(value: unknown, path: string): Unchecked {
  if (isObject(value)) return value;
  throw invalidValue(path, 'an object', value);
}

/**
 * An object that has none but these fields.
 *
 * @param where - what the path of a field begins with
 * @throws ConfigurationError at the path, or at the first field that is not among the names
 */
export function readFields(
  value: unknown,
  path: string,
  where: string,
  names: readonly string[],
): Unchecked {
  const fields = readObject(value, path);
  const stranger = Object.keys(fields).find((name) => !names.includes(name));
  if (stranger === undefined) return fields;
  const expected = `one of ${names.join(', ')}`;
  throw invalidValue(where + stranger, expected, stranger, formatSuggestion(stranger, names));
}

export function readString(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw invalidValue(path, 'a text', value);
}

export function readNumber(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw invalidValue(path, 'a number', value);
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidValue(path, 'a list', value);
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
  return new ConfigurationError({ path, expected, received: tell(value), advice });
}

function tell(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value).slice(0, 80);
}
