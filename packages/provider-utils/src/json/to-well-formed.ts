import { isJsonObject } from '@understudy/core/internal';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

import type { Warn } from '../request/collect-warnings.ts';

/**
 * Replaces lone surrogates in all strings and keys by U+FFFD. Returns the object itself if there are none.
 *
 * `JSON.stringify` writes a lone surrogate as an escape sequence, which many vendors reject as invalid JSON.
 *
 * @param warn - called if a lone surrogate was replaced
 */
export function toWellFormedObject(object: JsonObject, warn?: Warn): JsonObject {
  if (isWellFormed(object)) return object;
  warn?.('incomplete characters (lone surrogates) replaced by U+FFFD');
  return replaceInObject(object);
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

/** Well-formed values are kept, because a number can be an object of `JSON.rawJSON`. */
function replace(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (isWellFormed(value)) return value;
  if (isJsonObject(value)) return replaceInObject(value);
  return Array.isArray(value) ? value.map(replace) : value;
}
