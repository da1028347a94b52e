import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** A limit on recursion. The API accepts fewer levels. */
const maxDepth = 64;

/** Keywords that the API rejects in the schema of an output format. */
const constraints: readonly string[] = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];

/**
 * Returns a schema in the form that the API accepts: every object is closed, `oneOf` is `anyOf`, and constraints on
 * values are part of the description.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 */
export function encodeSchema(schema: JsonObject): JsonObject {
  return encodeLevel(schema, 0);
}

function encodeLevel(schema: JsonObject, depth: number): JsonObject {
  if (depth > maxDepth) return schema;
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (constraints.includes(name) || name === '$schema') continue;
    fields[name === 'oneOf' ? 'anyOf' : name] = encodeField(name, value, depth + 1);
  }
  const description = describe(schema);
  if (description !== '') fields.description = description;
  if (isObjectSchema(schema)) fields.additionalProperties = false;
  return fields;
}

const namedSchemas: readonly string[] = ['properties', '$defs', 'definitions'];
const schemaLists: readonly string[] = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];

function encodeField(name: string, value: JsonValue, depth: number): JsonValue {
  const encode = (each: JsonValue): JsonValue =>
    isJsonObject(each) ? encodeLevel(each, depth) : each;
  if (namedSchemas.includes(name) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
  }
  if (schemaLists.includes(name) && Array.isArray(value)) return value.map(encode);
  return name === 'items' ? encode(value) : value;
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || !!properties;
}

function describe(schema: JsonObject): string {
  const { description } = schema;
  const rules = constraints
    .filter((name) => Object.hasOwn(schema, name))
    .map((name) => `${name}: ${JSON.stringify(schema[name])}`);
  return [typeof description === 'string' ? description : '', rules.join(', ')]
    .filter((text) => text !== '')
    .join(' ');
}
