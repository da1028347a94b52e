import { isJsonObject } from '@understudy/core/provider';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** Deeper than OpenAI takes a strict schema (ten levels of objects), with the steps between. */
const maxDepth = 64;

/** Keywords that OpenAI refuses in a strict schema: https://platform.openai.com/docs/guides/structured-outputs */
const refused = [
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

/**
 * Whether a schema may be asked for with `strict`: its root is an object, each object in it takes no
 * further properties and requires all that it has, and no keyword says more than a strict one may.
 */
export function isStrictSchema(schema: JsonObject): boolean {
  return schema.type === 'object' && isStrict(schema, 0);
}

function isStrict(schema: JsonValue | undefined, depth: number): boolean {
  if (!isJsonObject(schema) || depth > maxDepth) return false;
  if (refused.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  if (isOfObjects(schema) && !isClosed(schema)) return false;
  return subschemas(schema).every((each) => isStrict(each, depth + 1));
}

function isOfObjects({ type, properties }: JsonObject): boolean {
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
