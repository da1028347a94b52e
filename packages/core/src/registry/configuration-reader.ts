import { ConfigurationError } from '../errors/configuration-error.ts';
import { assertKnownNames } from '../provider/known-names.ts';

/** Reads one value from outside, and throws a ConfigurationError with its path when it is none. */
export type Reader<Value> = (value: unknown, path: string) => Value;

export function invalidValue(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): ConfigurationError {
  return new ConfigurationError({ path, expected, received: describeValue(value), advice });
}

export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}

/** An object with these fields, each optional, and no others; what is undefined is left out. */
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

/** An object whose keys are some of these names, all with values of one kind. */
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

export const readDuration: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value > 0) return value;
  throw invalidValue(path, 'a number of milliseconds above 0', value);
};

/** Zero is a wait as well. */
export const readWait: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 0) return value;
  throw invalidValue(path, 'a number of milliseconds, 0 or more', value);
};

export function readInteger(least: number): Reader<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    throw invalidValue(path, `a whole number, ${least} or more`, value);
  };
}

export const readNumber: Reader<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidValue(path, 'a number', value);
};

export const readText: Reader<string> = (value, path) => {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidValue(path, 'a text', value);
};

export function readEnum<const Word extends string>(...words: readonly Word[]): Reader<Word> {
  return (value, path) => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    throw invalidValue(path, `one of ${words.join(', ')}`, value);
  };
}

export function readList<Item>(readItem: Reader<Item>): Reader<readonly Item[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0)
      throw invalidValue(path, 'a list, not empty', value);
    return value.map((item, index) => readItem(item, `${path}[${index}]`));
  };
}
