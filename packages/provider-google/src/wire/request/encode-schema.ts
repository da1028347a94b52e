import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { addRequired, inferType, updateSchema } from '@understudy/provider-utils/internal';

/** A limit on recursion. */
const maxDepth = 64;

/** The keywords that the API documents for JSON Schema. */
const keywords: ReadonlySet<string> = new Set([
  '$id',
  '$defs',
  '$ref',
  '$anchor',
  'type',
  'format',
  'title',
  'description',
  'enum',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'anyOf',
  'oneOf',
  'properties',
  'additionalProperties',
  'required',
  'propertyOrdering',
]);

/** Keywords without an effect on values. */
const annotations: ReadonlySet<string> = new Set(['$schema', '$comment', 'default', 'examples']);

/**
 * Returns a schema in the form that the API accepts: of draft 2020-12, values have a type, which Vertex AI requires,
 * `const` is an `enum` of one value, and other keywords that it does not know are part of the description.
 *
 * Source: https://ai.google.dev/gemini-api/docs/structured-output
 */
export function encodeSchema(schema: JsonObject): JsonObject {
  return encodeLevel(updateSchema(schema), 0);
}

/** The API rejects an enumeration with an empty text. */
function isAccepted(name: string, value: JsonValue): boolean {
  const hasEmpty = name === 'enum' && Array.isArray(value) && value.includes('');
  return keywords.has(name) && !hasEmpty;
}

/** Adds what the API requires: schemas of required properties, and of the items of a list. */
function complete(schema: JsonObject): JsonObject {
  const { type, properties, required, items, prefixItems } = schema;
  const hasRequired = Array.isArray(required) && required.length > 0;
  // The API does not know patterns, so a name that matches one is not declared.
  const { patternProperties: _patterns, ...declared } = schema;
  const completed = hasRequired
    ? { ...schema, ...addRequired(declared, isJsonObject(properties) ? properties : {}) }
    : schema;
  const needsItems = type === 'array' && items === undefined && prefixItems === undefined;
  return needsItems ? { ...completed, items: {} } : completed;
}

function encodeLevel(incomplete: JsonObject, depth: number): JsonObject {
  if (depth > maxDepth) return incomplete;
  const schema = inferType(complete(incomplete));
  // Beside a reference, the API accepts only keywords that begin with a dollar sign.
  const isReference = typeof schema.$ref === 'string';
  const fields: Record<string, JsonValue> = {};
  const others: string[] = [];
  for (const [name, value] of Object.entries(schema)) {
    if (annotations.has(name)) continue;
    if (isReference && !name.startsWith('$')) continue;
    else if (name === 'const') fields.enum = [value];
    else if (isAccepted(name, value)) fields[name] = encodeField(name, value, depth + 1);
    else others.push(`${name}: ${JSON.stringify(value)}`);
  }
  if (others.length === 0) return fields;
  const { description } = fields;
  const texts = [typeof description === 'string' ? description : '', others.join(', ')];
  return { ...fields, description: texts.filter((text) => text !== '').join(' ') };
}

const namedSchemas: readonly string[] = ['properties', '$defs'];
const schemaLists: readonly string[] = ['anyOf', 'oneOf', 'prefixItems'];
const schemas: readonly string[] = ['items', 'additionalProperties'];

function encodeField(name: string, value: JsonValue, depth: number): JsonValue {
  const encode = (each: JsonValue): JsonValue =>
    isJsonObject(each) ? encodeLevel(each, depth) : each;
  if (namedSchemas.includes(name) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
  }
  if (schemaLists.includes(name) && Array.isArray(value)) return value.map(encode);
  return schemas.includes(name) ? encode(value) : value;
}
