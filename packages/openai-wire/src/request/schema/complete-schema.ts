import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  addRequired,
  inferType,
  mapSchema,
  toObjectRoot,
} from '@understudy/provider-utils/internal';

/**
 * Completes the schema of a tool: its root is an object. OpenAI, Groq and LM Studio reject a root without `type` or
 * `properties`.
 */
export function completeToolSchema(schema: JsonObject): JsonObject {
  return completeSchema(toObjectRoot(schema));
}

/**
 * Adds keywords that do not change what a schema accepts, at every level: `properties` of an object and `items` of an
 * array, which OpenAI requires, the `type` of a schema with one of them or with values, which OpenAI and Moonshot
 * require, and the schemas of required properties, which Gemini requires.
 */
export function completeSchema(schema: JsonObject): JsonObject {
  return mapSchema(schema, (each) => addMissing(inferType(each)));
}

function addMissing(schema: JsonObject): JsonObject {
  const { type, properties, items } = schema;
  if (type === 'object' && properties === undefined) return addRequired(schema, {});
  if (type === 'object' && isJsonObject(properties)) return addRequired(schema, properties);
  // OpenAI requires `items` beside `prefixItems` too.
  const isArray = type === 'array' || (Array.isArray(type) && type.includes('array'));
  return isArray && items === undefined ? { ...schema, items: {} } : schema;
}
