import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** OpenAI accepts ten levels of objects in a strict schema. Each level may need several steps here. */
const maxDepth = 64;

/** Keywords that OpenAI rejects: https://platform.openai.com/docs/guides/structured-outputs */
const unsupportedKeywords = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'unevaluatedProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'prefixItems',
  'contains',
  'unevaluatedItems',
  'uniqueItems',
  'default',
];

/** OpenAI rejects a schema without one of them, such as that of any value: "schema must have a 'type' key". */
const typeKeywords = ['type', 'anyOf', '$ref'];

/**
 * Returns whether OpenAI accepts a schema with `strict: true`: its root is an object, every object has
 * `additionalProperties: false` and requires all of its properties, every schema has a type, and no keyword is
 * unsupported.
 */
export function isStrictSchema(schema: JsonObject): boolean {
  return schema.type === 'object' && isStrict(schema, 0);
}

function isStrict(schema: JsonValue | undefined, depth: number): boolean {
  if (!isJsonObject(schema) || depth > maxDepth) return false;
  if (unsupportedKeywords.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  if (!typeKeywords.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  if (allowsObjects(schema) && !isClosed(schema)) return false;
  return subschemas(schema).every((each) => isStrict(each, depth + 1));
}

function allowsObjects({ type, properties }: JsonObject): boolean {
  return (
    type === 'object' ||
    (Array.isArray(type) && type.includes('object')) ||
    isJsonObject(properties)
  );
}

function isClosed({ additionalProperties, properties = {}, required = [] }: JsonObject): boolean {
  if (additionalProperties !== false || !isJsonObject(properties)) return false;
  return Object.keys(properties).every(
    (name) => Array.isArray(required) && required.includes(name),
  );
}

function subschemas({
  properties,
  items,
  anyOf,
  $defs,
  definitions,
}: JsonObject): readonly JsonValue[] {
  return [
    ...[properties, $defs, definitions].flatMap((named) =>
      isJsonObject(named) ? Object.values(named) : [],
    ),
    ...(items === undefined ? [] : [items]),
    ...(Array.isArray(anyOf) ? anyOf : []),
  ];
}
