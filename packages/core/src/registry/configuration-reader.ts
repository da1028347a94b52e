import { ConfigurationError } from '../errors/configuration-error.ts';
import { assertKnownNames } from '../provider/known-names.ts';

/** Returns a checked value of the configuration. Throws a ConfigurationError with its path if it is not valid. */
export type Reader<Value> = (value: unknown, path: string) => Value;

/** Returns a ConfigurationError for an invalid value. */
export function invalidValue(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): ConfigurationError {
  return new ConfigurationError({ path, expected, received: describeValue(value), advice });
}

/** Describes a value for an error message. The contents of lists and objects are not shown. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}

/** Reads an object that has only these fields. All fields are optional; undefined fields are left out. */
export function readFields<Value extends object>(readers: {
  readonly [Name in keyof Value]-?: Reader<Value[Name]>;
}): Reader<Partial<Value>> {
  const names = Object.keys(readers);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalidValue(path, `an object with ${names.join(', ')}`, value);
    }
    assertKnownNames(value, names, `${path}.`);
    const read: Partial<Value> = {};
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined || !isKey(name, readers)) continue;
      read[name] = readers[name](field, `${path}.${name}`);
    }
    return read;
  };
}

/** Reads an object whose keys are among these names, with values of one type. */
export function readRecord<Value>(
  names: readonly string[],
  readValue: Reader<Value>,
): Reader<Readonly<Partial<Record<string, Value>>>> {
  const readers: Readonly<Record<string, Reader<Value>>> = Object.fromEntries(
    names.map((name) => [name, readValue]),
  );
  return readFields<Record<string, Value>>(readers);
}

function isKey<Value extends object>(name: string, readers: Value): name is keyof Value & string {
  return Object.hasOwn(readers, name);
}

/** Reads a duration above 0. Infinity is valid. */
export const readDuration: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value > 0) return value;
  throw invalidValue(path, 'a number of milliseconds above 0', value);
};

/** Reads a delay, which can be 0. Infinity is valid. */
export const readWait: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 0) return value;
  throw invalidValue(path, 'a number of milliseconds of at least 0', value);
};

/** Reads a whole number. */
export function readInteger(minimum: number): Reader<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum) return value;
    throw invalidValue(path, `a whole number of at least ${minimum}`, value);
  };
}

/** Reads a finite number. */
export const readNumber: Reader<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidValue(path, 'a number', value);
};

/** Reads a string that is not empty. */
export const readText: Reader<string> = (value, path) => {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidValue(path, 'a non-empty string', value);
};

/** Reads one of these strings. */
export function readEnum<const Option extends string>(
  ...options: readonly Option[]
): Reader<Option> {
  return (value, path) => {
    const option = options.find((known) => known === value);
    if (option !== undefined) return option;
    throw invalidValue(path, `one of ${options.join(', ')}`, value);
  };
}

/** Reads a list that is not empty. */
export function readList<Item>(readItem: Reader<Item>): Reader<readonly Item[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0)
      throw invalidValue(path, 'a non-empty list', value);
    return value.map((item, index) => readItem(item, `${path}[${index}]`));
  };
}
