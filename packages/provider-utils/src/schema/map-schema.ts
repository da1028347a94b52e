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

/** Changes a JSON Schema and the schemas in it, the inner ones first. `true` and `false` are not changed. */
export function mapSchema(
  schema: JsonObject,
  change: (schema: JsonObject) => JsonObject,
  depth = 0,
): JsonObject {
  if (depth > maxDepth) return schema;
  const mapEach = (value: JsonValue): JsonValue =>
    isJsonObject(value) ? mapSchema(value, change, depth + 1) : value;
  const mapKeyword = ([name, value]: readonly [string, JsonValue]): [string, JsonValue] => {
    if (Array.isArray(value)) return [name, listKeywords.has(name) ? value.map(mapEach) : value];
    if (!isJsonObject(value)) return [name, value];
    if (schemaKeywords.has(name)) return [name, mapEach(value)];
    return [name, mapKeywords.has(name) ? mapValues(value, mapEach) : value];
  };
  return change(Object.fromEntries(Object.entries(schema).map(mapKeyword)));
}

function mapValues(object: JsonObject, map: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));
}
