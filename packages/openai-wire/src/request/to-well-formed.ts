import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/**
 * Replaces lone surrogates in all strings and keys by U+FFFD. Returns the same value if there are none.
 *
 * `JSON.stringify` writes a lone surrogate as an escape sequence, which many vendors reject as invalid JSON.
 */
export function toWellFormed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (isJsonObject(value)) return toWellFormedObject(value);
  return Array.isArray(value) ? mapUnlessEqual(value, toWellFormed) : value;
}

export function toWellFormedObject(object: JsonObject): JsonObject {
  const entries: readonly Entry[] = Object.entries(object);
  const replaced = mapUnlessEqual(entries, replaceEntry);
  return replaced === entries ? object : Object.fromEntries(replaced);
}

type Entry = readonly [string, JsonValue];

function replaceEntry(entry: Entry): Entry {
  const [name, value] = entry;
  const replaced = toWellFormed(value);
  return replaced === value && name.isWellFormed() ? entry : [name.toWellFormed(), replaced];
}

/** Returns the list itself if `map` returns each of its items. */
function mapUnlessEqual<Item>(items: readonly Item[], map: (item: Item) => Item): readonly Item[] {
  const mapped = items.map(map);
  return mapped.every((item, index) => item === items[index]) ? items : mapped;
}
