import { ConfigurationError } from '../errors/configuration-error.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import { quoteText } from '../text/quote-text.ts';
import { unknownName } from './known-names.ts';
import { isFieldObject, isRecord } from './records.ts';
import { formatSuggestion } from './similar-names.ts';

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
  if (typeof value === 'string') return quoteText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length === 0 ? 'an empty list' : describeType(value);
}

/** Describes the type of a value for an error message. The value is not shown, because it can be confidential. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return isRecord(value) ? 'an object' : 'an instance of a class';
}

/** Returns a ConfigurationError that shows the type of an invalid value, because the value can be confidential. */
export function invalidType(path: string, expected: string, value: unknown): ConfigurationError {
  const isStringOrNumber = typeof value === 'string' || typeof value === 'number';
  const received = isStringOrNumber ? describeType(value) : describeValue(value);
  return new ConfigurationError({ path, expected, received });
}

/**
 * Reads input of an app, whose getters, proxies and `toJSON()` can throw anything.
 *
 * @throws ConfigurationError what the reader throws; with the error of the app as its cause
 */
export function readInput<Value>(read: Reader<Value>, value: unknown, path: string): Value {
  try {
    return read(value, path);
  } catch (cause) {
    if (isConfigurationError(cause)) throw cause;
    const expected = 'an object that can be read';
    const received = 'one that threw an error (see cause)';
    throw new ConfigurationError({ path, expected, received, cause });
  }
}

type ReaderMap = Readonly<Record<string, Reader<unknown>>>;

/** The fields that readers return. */
type FieldsOf<Readers extends ReaderMap> = {
  readonly [Name in keyof Readers]: ReturnType<Readers[Name]>;
};

/** The readers of all fields of an object. */
export type FieldReaders<Value> = {
  readonly [Name in keyof Value]-?: Reader<Exclude<Value[Name], undefined>>;
};

/** What to do about an unknown name, by the name, for names of other libraries that are not similar to ours. */
export type NameAdvice = Readonly<Record<string, string>>;

/** Reads an object that has only these fields. Undefined fields are left out. A missing required field throws. */
export function readObject<Required extends ReaderMap, Optional extends ReaderMap>(
  required: Required,
  optional: Optional,
  advice?: NameAdvice,
): Reader<FieldsOf<Required> & Partial<FieldsOf<Optional>>>;
export function readObject(
  required: ReaderMap,
  optional: ReaderMap,
  advice: NameAdvice = {},
): Reader<object> {
  const readers = new Map(Object.entries({ ...required, ...optional }));
  const names = [...readers.keys()];
  const requiredNames = Object.keys(required);
  return (value, path) => {
    if (!isFieldObject(value)) {
      throw invalidValue(path, `an object with ${names.join(', ')}`, value);
    }
    const prefix = path === '' ? '' : `${path}.`;
    const read: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const readField = readers.get(name);
      if (!readField) throw unknownName(name, names, prefix, advice);
      const field = value[name];
      if (field !== undefined) read[name] = readField(field, prefix + name);
    }
    for (const name of requiredNames) {
      if (!Object.hasOwn(read, name)) readers.get(name)?.(undefined, prefix + name);
    }
    return read;
  };
}

/** Reads an object that has only these fields. All fields are optional. */
export function readFields<Value extends object>(
  readers: FieldReaders<Value>,
  advice?: NameAdvice,
): Reader<Partial<Value>>;
export function readFields(readers: ReaderMap, advice?: NameAdvice): Reader<object> {
  return readObject({}, readers, advice);
}

/** Reads an object whose keys are among these names, with values of one type. */
export function readRecord<Value>(
  names: readonly string[],
  readValue: Reader<Value>,
): Reader<Readonly<Partial<Record<string, Value>>>> {
  const readers = Object.fromEntries(names.map((name) => [name, readValue] as const));
  return readObject({}, readers);
}

/** Reads an object with any keys and with values of one type. */
export function readMap<Value>(readValue: Reader<Value>): Reader<Readonly<Record<string, Value>>> {
  return (value, path) => {
    if (!isRecord(value)) throw invalidType(path, 'an object', value);
    // `fromEntries` defines `__proto__` as an ordinary key.
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([name, field]) => [name, readValue(field, `${path}.${name}`)]),
    );
  };
}

/**
 * Reads an object of which one field selects the reader.
 *
 * @param advice - what to do about an unknown value of that field
 */
export function readVariant<Value>(
  tag: string,
  readers: Readonly<Record<string, Reader<Value>>>,
  advice: NameAdvice = {},
): Reader<Value> {
  const names = Object.keys(readers);
  return (value, path) => {
    if (!isFieldObject(value)) throw invalidType(path, `an object with ${tag}`, value);
    const name: unknown = Object.keys(value).includes(tag) ? value[tag] : undefined;
    const reader = typeof name === 'string' && Object.hasOwn(readers, name) && readers[name];
    if (reader) return reader(value, path);
    const suggestion =
      typeof name !== 'string'
        ? undefined
        : Object.hasOwn(advice, name)
          ? advice[name]
          : formatSuggestion(name, names);
    throw invalidValue(`${path}.${tag}`, `one of ${names.join(', ')}`, name, suggestion);
  };
}

/** Reads null, or a value. */
export function readNullable<Value>(readValue: Reader<Value>): Reader<Value | null> {
  return (value, path) => (value === null ? null : readValue(value, path));
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

/** Reads a size above 0. Infinity is valid. */
export const readSize: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value > 0) return value;
  throw invalidValue(path, 'a size above 0', value);
};

/** Reads a share above 0. */
export const readPositiveShare: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw invalidValue(path, 'a number above 0, at most 1', value);
};

/** Reads a share, which can be 0. */
export const readShare: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw invalidValue(path, 'a number from 0 to 1', value);
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
export const readNonEmptyString: Reader<string> = (value, path) => {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidValue(path, 'a non-empty string', value);
};

/** Reads a string, which can be empty. The error does not contain it, because it can be confidential. */
export const readString: Reader<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw invalidType(path, 'a string', value);
};

/** Reads true or false. */
export const readBoolean: Reader<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw invalidType(path, 'true or false', value);
};

/** Reads one of these strings. */
export function readEnum<const Option extends string>(
  ...options: readonly Option[]
): Reader<Option> {
  return (value, path) => {
    const option = options.find((known) => known === value);
    if (option !== undefined) return option;
    const suggestion = typeof value === 'string' ? formatSuggestion(value, options) : undefined;
    throw invalidValue(path, `one of ${options.join(', ')}`, value, suggestion);
  };
}

/** Reads a list that is not empty. */
export function readNonEmptyArray<Item>(readItem: Reader<Item>): Reader<readonly Item[]> {
  return (value, path) => {
    if (Array.isArray(value) && value.length > 0) return readItems(value, path, readItem);
    throw invalidValue(path, 'a non-empty list', value);
  };
}

/** Reads a list, which can be empty. */
export function readArray<Item>(readItem: Reader<Item>): Reader<readonly Item[]> {
  return (value, path) => {
    if (Array.isArray(value)) return readItems(value, path, readItem);
    throw invalidType(path, 'a list', value);
  };
}

/** Not `map`, which skips the holes of a list such as `new Array(3)`. */
function readItems<Item>(
  list: readonly unknown[],
  path: string,
  readItem: Reader<Item>,
): readonly Item[] {
  const items: Item[] = [];
  for (let index = 0; index < list.length; index += 1) {
    items.push(readItem(list[index], `${path}[${index}]`));
  }
  return items;
}
