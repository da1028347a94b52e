import { isJsonObject } from '@understudy/core/internal';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** Keywords whose value is a schema. */
const schemaKeywords: ReadonlySet<string> = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Keywords whose value is a list of schemas. `items` was one until draft 2019-09. */
const listKeywords: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'items',
  'oneOf',
  'prefixItems',
]);

/** Keywords whose value is an object of named schemas. */
export const mapKeywords: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** A limit on recursion. Schemas below it are not changed. */
const maxDepth = 64;

/**
 * Changes a JSON Schema and the schemas in it, the inner ones first. `true` and `false` are not changed. What does not
 * change is not copied.
 */
export function mapSchema(
  schema: JsonObject,
  change: (schema: JsonObject) => JsonObject,
  depth = 0,
): JsonObject {
  if (depth > maxDepth) return schema;
  const mapEach = (value: JsonValue): JsonValue =>
    isJsonObject(value) ? mapSchema(value, change, depth + 1) : value;
  const mapKeyword = (value: JsonValue, name: string): JsonValue => {
    if (Array.isArray(value)) return listKeywords.has(name) ? mapList(value, mapEach) : value;
    if (!isJsonObject(value)) return value;
    if (schemaKeywords.has(name)) return mapEach(value);
    return mapKeywords.has(name) ? mapValues(value, mapEach) : value;
  };
  return change(mapValues(schema, mapKeyword));
}

function mapList(
  list: readonly JsonValue[],
  map: (value: JsonValue) => JsonValue,
): readonly JsonValue[] {
  const mapped = list.map(map);
  return mapped.every((value, index) => value === list[index]) ? list : mapped;
}

function mapValues(
  object: JsonObject,
  map: (value: JsonValue, name: string) => JsonValue,
): JsonObject {
  const changed: [name: string, value: JsonValue][] = [];
  for (const [name, value] of Object.entries(object)) {
    const mapped = map(value, name);
    if (mapped !== value) changed.push([name, mapped]);
  }
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
}
