import {
  describeType,
  formatSuggestion,
  invalidValue,
  isJsonObject,
} from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';

/** Validates a value. Throws a ConfigurationError with its path. */
export type Reader = (value: unknown, path: string) => void;

/** A reader for each field of a type. */
export type FieldReaders<Value> = { readonly [Name in keyof Value]-?: Reader };

type ReaderMap = Readonly<Record<string, Reader>>;

/** Returns the error with only the type of the value, because the value can be a secret. */
function invalidType(path: string, expected: string, value: unknown): ConfigurationError {
  return new ConfigurationError({ path, expected, received: describeType(value) });
}

/** Rejects values that are no objects, and fields that are not among the readers. Undefined fields are ignored. */
export function validateOptions<Options extends object>(
  options: Options,
  readers: FieldReaders<Options>,
): void {
  const given: unknown = options;
  if (!isJsonObject(given)) throw invalidType('options', 'an object', given);
  const known = Object.keys(readers);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || known.includes(name)) continue;
    const shown = name.slice(0, 80);
    throw invalidValue(shown, `one of ${known.join(', ')}`, shown, formatSuggestion(name, known));
  }
  validateMembers(given, readers, '');
}

/** Accepts an object that has at least these members. */
export function createMembersReader(readers: ReaderMap, expected: string = 'an object'): Reader {
  return (value, path) => {
    if (!isJsonObject(value)) throw invalidType(path, expected, value);
    validateMembers(value, readers, `${path}.`);
  };
}

export function validateMembers(value: object, readers: ReaderMap, prefix: string): void {
  for (const [name, read] of Object.entries(readers)) {
    read(Reflect.get(value, name), `${prefix}${name}`);
  }
}

/** Accepts undefined too. */
export function optional(read: Reader): Reader {
  return (value, path) => {
    if (value !== undefined) read(value, path);
  };
}

export function createListReader(readItem: Reader): Reader {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalidType(path, 'a list', value);
    const items: readonly unknown[] = value;
    for (const [index, item] of items.entries()) readItem(item, `${path}[${index}]`);
  };
}

export function createChoiceReader(...choices: readonly string[]): Reader {
  return (value, path) => {
    if (choices.some((choice) => choice === value)) return;
    const advice = typeof value === 'string' ? formatSuggestion(value, choices) : undefined;
    throw invalidValue(path, `one of ${choices.join(', ')}`, value, advice);
  };
}

export const readText: Reader = (value, path) => {
  if (!isText(value)) throw invalidValue(path, 'a non-empty string', value);
};

/** Accepts a string that is not empty. The error does not contain the value. */
export const readSecret: Reader = (value, path) => {
  if (!isText(value)) throw invalidType(path, 'a non-empty string', value);
};

export const readBoolean: Reader = (value, path) => {
  if (typeof value !== 'boolean') throw invalidValue(path, 'true or false', value);
};

export const readFunction: Reader = (value, path) => {
  if (typeof value !== 'function') throw invalidType(path, 'a function', value);
};

export const readRecord: Reader = (value, path) => {
  if (!isJsonObject(value)) throw invalidType(path, 'an object', value);
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
