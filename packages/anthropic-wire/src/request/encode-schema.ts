import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { inferType, updateSchema } from '@understudy/provider-utils/internal';

import { isSimplePattern } from './is-simple-pattern.ts';

/** A limit on recursion. The API accepts fewer levels. */
const maxDepth = 64;

/** The keywords that the API accepts with every value. */
const keywords: ReadonlySet<string> = new Set([
  '$defs',
  'type',
  'title',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  'allOf',
]);

const formats: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
]);

/** Keywords without an effect on values. */
const annotations: ReadonlySet<string> = new Set(['$schema', '$id', '$comment']);

/**
 * Returns a schema in the form that the API accepts: of draft 2020-12, every value has a type, every object is
 * closed, `oneOf` is `anyOf`, and what the API does not know is part of the description.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs and `transformJSONSchema()` of the
 * vendor's SDK.
 */
export function encodeSchema(schema: JsonObject): JsonObject {
  return encodeLevel(updateSchema(schema), 0);
}

function encodeLevel(schema: JsonObject, depth: number): JsonObject {
  if (depth > maxDepth) return schema;
  const { oneOf, ...others } = inferType(schema);
  const renamed: JsonObject = {
    ...others,
    ...(oneOf !== undefined && { [others.anyOf === undefined ? 'anyOf' : 'oneOf']: oneOf }),
  };
  const { $ref, $defs } = renamed;
  if (typeof $ref === 'string') {
    // The API accepts no other keywords beside a reference.
    return $defs === undefined ? { $ref } : { $ref, $defs: encodeField('$defs', $defs, depth + 1) };
  }
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(renamed)) {
    if (isAccepted(name, value)) fields[name] = encodeField(name, value, depth + 1);
  }
  const description = describe(renamed);
  if (description !== '') fields.description = description;
  if (isObjectSchema(renamed)) fields.additionalProperties = false;
  return fields;
}

function isAccepted(name: string, value: JsonValue): boolean {
  switch (name) {
    case 'const':
      return !isStructure(value);
    case 'enum':
      return Array.isArray(value) && !value.some(isStructure);
    case 'format':
      return formats.has(value);
    case 'pattern':
      return typeof value === 'string' && isSimplePattern(value);
    case 'minItems':
      return value === 0 || value === 1;
    default:
      return keywords.has(name);
  }
}

function isStructure(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

const namedSchemas: readonly string[] = ['properties', '$defs'];
const schemaLists: readonly string[] = ['anyOf', 'allOf'];

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
  const rules = Object.entries(schema)
    .filter(([name, value]) => !isAccepted(name, value) && !annotations.has(name))
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [typeof description === 'string' ? description : '', rules.join(', ')]
    .filter((text) => text !== '')
    .join(' ');
}
