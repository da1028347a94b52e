import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, parseExactJson } from '@understudy/provider-utils';

/** New names of properties, by the names that they replace. */
export type PropertyNames = ReadonlyMap<string, string>;

/** Returns an object with new names. Those of objects in it stay, because the API checks only the outer ones. */
export function renameProperties(object: JsonObject, names: PropertyNames): JsonObject {
  const entries = Object.entries(object);
  return Object.fromEntries(entries.map(([name, value]) => [names.get(name) ?? name, value]));
}

/** Returns the JSON of an object with new names. Other text is not changed. */
export function renameInText(json: string, names: PropertyNames): string {
  const object = parseExactJson(json);
  return isJsonObject(object) ? JSON.stringify(renameProperties(object, names)) : json;
}
