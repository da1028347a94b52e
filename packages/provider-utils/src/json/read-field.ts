import { describeType, isJsonObject } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';

/** A value of a request and its path, for example `messages[0].content`. */
export interface Field {
  readonly value: unknown;
  readonly path: string;
}

/** Returns an own field of an object. `null` is the same as undefined. */
export function readField(object: JsonObject, name: string, path = ''): Field {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return { value: value ?? undefined, path: path === '' ? name : `${path}.${name}` };
}

/**
 * Returns the items of a list, each with its path. @throws ConfigurationError `invalid-request` with the path of the
 * field
 */
export function readItems({ value, path }: Field): readonly Field[] {
  if (!Array.isArray(value)) throw invalidFieldType({ value, path }, 'a list');
  return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }));
}

/** Returns a string. @throws ConfigurationError `invalid-request` with the path of the field */
export function readTextValue(field: Field): string {
  if (typeof field.value === 'string') return field.value;
  throw invalidFieldType(field, 'a string');
}

/** Returns a number. @throws ConfigurationError `invalid-request` with the path of the field */
export function readNumberValue(field: Field): number {
  if (typeof field.value === 'number') return field.value;
  throw invalidFieldType(field, 'a number');
}

/** Returns a whole number above 0. @throws ConfigurationError `invalid-request` with the path of the field */
export function readCountValue(field: Field): number {
  const count = readNumberValue(field);
  if (Number.isInteger(count) && count >= 1) return count;
  const received = count < 1 ? 'a number less than 1' : 'a number that is not whole';
  throw invalidField(field, 'a whole number of at least 1', received);
}

/** Returns a boolean. @throws ConfigurationError `invalid-request` with the path of the field */
export function readBooleanValue(field: Field): boolean {
  if (typeof field.value === 'boolean') return field.value;
  throw invalidFieldType(field, 'true or false');
}

/** Returns a JSON object. @throws ConfigurationError `invalid-request` with the path of the field */
export function readObjectValue(field: Field): JsonObject {
  if (isJsonObject(field.value)) return field.value;
  throw invalidFieldType(field, 'an object');
}

/** Calls `read` unless the field is missing. */
export function readOptional<Value>(
  field: Field,
  read: (field: Field) => Value,
): Value | undefined {
  return field.value === undefined ? undefined : read(field);
}

/** Returns undefined for a field that is not set, or that has one of the values with the same meaning. */
export function readUnless<Value>(
  unset: readonly unknown[],
  field: Field,
  read: (field: Field) => Value,
): Value | undefined {
  return unset.includes(field.value) ? undefined : readOptional(field, read);
}

/** Returns one of the words. @throws ConfigurationError `invalid-request` with the path of the field */
export function readEnum<const Word extends string>(field: Field, words: readonly Word[]): Word {
  const match = words.find((word) => word === field.value);
  if (match !== undefined) return match;
  throw invalidField(field, words.join(', '));
}

/**
 * Creates the error for a field. It contains the type of the value, not the value.
 *
 * @param received - a description of the value; by default its type
 */
export function invalidField(
  { value, path }: Field,
  expected: string,
  received: string = typeof value === 'string' ? 'another string' : describeType(value),
): ConfigurationError {
  return new ConfigurationError({ code: 'invalid-request', path, expected, received });
}

function invalidFieldType(field: Field, expected: string): ConfigurationError {
  return invalidField(field, expected, describeType(field.value));
}
