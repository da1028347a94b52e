import type { JsonObject, JsonValue } from '../chat/json.ts';

/** What JSON starts with. Checked first, because an error of `JSON.parse` costs more than parsing a short text. */
const jsonStart = /^\s*(?:[[{"\d-]|true|false|null)/;

/** Returns the parsed value, or undefined if the text is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
  if (!jsonStart.test(text)) return undefined;
  // The message of the SyntaxError quotes the text, so the error is discarded.
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Returns whether a value is an object and not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Inherited properties, such as `constructor`, are not fields. */
function ownField(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Returns a field of an object if it is a string, else undefined. */
export function readString(value: unknown, name: string): string | undefined {
  const field = ownField(value, name);
  return typeof field === 'string' ? field : undefined;
}

/** Returns a field of an object if it is a number, else undefined. */
export function readNumber(value: unknown, name: string): number | undefined {
  const field = ownField(value, name);
  return typeof field === 'number' ? field : undefined;
}

/** Returns a field of an object if it is a boolean, else undefined. */
export function readBoolean(value: unknown, name: string): boolean | undefined {
  const field = ownField(value, name);
  return typeof field === 'boolean' ? field : undefined;
}

/** Returns a field of an object if it is an object, else undefined. */
export function readObject(value: unknown, name: string): JsonObject | undefined {
  const field = ownField(value, name);
  return isJsonObject(field) ? field : undefined;
}

/** Returns a field of an object if it is an array, else undefined. */
export function readArray(value: unknown, name: string): readonly unknown[] | undefined {
  const field = ownField(value, name);
  return Array.isArray(field) ? field : undefined;
}
