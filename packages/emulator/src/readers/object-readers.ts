import { invalidType } from './invalid-value.ts';
import { unknownName } from './similar-names.ts';
import type { Reader } from './value-readers.ts';

/** A reader for each field of a type. */
export type FieldReaders<Value> = { readonly [Name in keyof Value]-?: Reader };

/** Returns true for an object with fields. Lists, functions and objects such as a `Map` have none. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * Validates the fields of an object. A field that is undefined counts as missing.
 *
 * @param prefix - the start of the path of each field
 * @param required - the fields that must not be missing
 * @throws RangeError for an unknown field, with the similar names
 */
export function validateFields(
  value: object,
  readers: Readonly<Record<string, Reader>>,
  prefix: string,
  required: readonly string[] = [],
): void {
  const known = Object.keys(readers);
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined && !known.includes(name)) throw unknownName(prefix, name, known);
  }
  for (const [name, read] of Object.entries(readers)) {
    const field: unknown = Reflect.get(value, name);
    if (field !== undefined || required.includes(name)) read(field, `${prefix}${name}`);
  }
}

/** Accepts an object that has only these fields. */
export function createObjectReader<Value>(
  readers: FieldReaders<Value>,
  required: readonly (keyof Value & string)[] = [],
): Reader {
  return (value, path) => {
    if (!isObject(value)) throw invalidType(path, 'an object', value);
    validateFields(value, readers, `${path}.`, required);
  };
}

/** @param expected - a noun phrase for the list, such as `a list of rules` */
export function createListReader(expected: string, readItem: Reader): Reader {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalidType(path, expected, value);
    const items: readonly unknown[] = value;
    for (const [index, item] of items.entries()) readItem(item, `${path}[${index}]`);
  };
}
