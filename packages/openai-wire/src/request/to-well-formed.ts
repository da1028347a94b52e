import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/**
 * Replaces lone surrogates in all strings and keys by U+FFFD. Returns the object itself if there are none.
 *
 * `JSON.stringify` writes a lone surrogate as an escape sequence, which many vendors reject as invalid JSON.
 */
export function toWellFormedObject(object: JsonObject): JsonObject {
  return isWellFormed(object) ? object : replaceInObject(object);
}

function isWellFormed(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (!isJsonObject(value)) return true;
  for (const name of Object.keys(value)) {
    if (!name.isWellFormed() || !isWellFormed(value[name])) return false;
  }
  return true;
}

function replaceInObject(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  return Object.fromEntries(entries.map(([name, value]) => [name.toWellFormed(), replace(value)]));
}

function replace(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (isJsonObject(value)) return replaceInObject(value);
  return Array.isArray(value) ? value.map(replace) : value;
}
