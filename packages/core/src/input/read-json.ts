import type { JsonObject, JsonValue } from '../chat/json.ts';
import type { ConfigurationError } from '../errors/configuration-error.ts';
import { invalidType, invalidValue } from './readers.ts';
import type { Reader } from './readers.ts';

/** Deeper values are rejected: an object that contains itself, or one on which `JSON.stringify` runs out of stack. */
const maxDepth = 500;

/**
 * Copies a JSON value. Fields that are undefined, and those whose keys are symbols, are left out.
 *
 * @throws ConfigurationError with the path of a value that JSON cannot express, such as a BigInt, NaN, a function, or
 * an object that contains itself
 */
export const readJson: Reader<JsonValue> = (value, path) => copyJson(value, path, 0);

/** Copies a JSON object. Throws in the same way as `readJson`. */
export const readJsonObject: Reader<JsonObject> = (value, path) => {
  const copy = readJson(value, path);
  if (typeof copy === 'object' && copy !== null && !isList(copy)) return copy;
  throw invalidType(path, 'an object', value);
};

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function copyJson(value: unknown, path: string, depth: number): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw invalidValue(path, 'a finite number', value);
    case 'object':
      return value === null ? null : copyStructure(value, path, depth + 1);
    default:
      throw notJson(path, value);
  }
}

function copyStructure(value: object, path: string, depth: number): JsonValue {
  if (depth > maxDepth) {
    throw invalidValue(shorten(path), `a value with at most ${maxDepth} levels`, value);
  }
  if (Array.isArray(value)) {
    // Not `map`, which skips holes.
    return Array.from(value, (item: unknown, index) => copyJson(item, `${path}[${index}]`, depth));
  }
  // Dates, URLs and other objects that define their JSON, as in `JSON.stringify`.
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') {
    return copyJson(Reflect.apply(toJson, value, ['']), path, depth);
  }
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
    throw notJson(path, value);
  }
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  // `fromEntries` defines `__proto__` as an ordinary key.
  return Object.fromEntries(
    entries.map(([name, field]) => [name, copyJson(field, `${path}.${name}`, depth)]),
  );
}

function notJson(path: string, value: unknown): ConfigurationError {
  return invalidType(path, 'a value that JSON can express', value);
}

/** The path of an object that contains itself repeats without end. */
function shorten(path: string): string {
  return path.length <= 100 ? path : `${path.slice(0, 100)}…`;
}
