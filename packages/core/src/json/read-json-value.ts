import type { JsonObject, JsonValue } from '../chat/json.ts';

/** What JSON says, or undefined where it is none. The parser's message, which quotes it, is dropped. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object from outside; undefined unless the object itself has it. */
function ownField(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function readString(value: unknown, name: string): string | undefined {
  const field = ownField(value, name);
  return typeof field === 'string' ? field : undefined;
}

export function readNumber(value: unknown, name: string): number | undefined {
  const field = ownField(value, name);
  return typeof field === 'number' ? field : undefined;
}

export function readBoolean(value: unknown, name: string): boolean | undefined {
  const field = ownField(value, name);
  return typeof field === 'boolean' ? field : undefined;
}

export function readObject(value: unknown, name: string): JsonObject | undefined {
  const field = ownField(value, name);
  return isJsonObject(field) ? field : undefined;
}

export function readArray(value: unknown, name: string): readonly unknown[] | undefined {
  const field = ownField(value, name);
  return Array.isArray(field) ? field : undefined;
}
