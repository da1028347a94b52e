import type { JsonObject } from '@understudy/core/provider';

import { joinRootUnions } from './join-root-unions.ts';
import { updateSchema } from './update-schema.ts';

/**
 * Returns the schema of a tool in the form that Anthropic and Gemini accept: of draft 2020-12, with an object at the
 * root, and without unions there.
 */
export function toObjectSchema(schema: JsonObject): JsonObject {
  return toObjectRoot(joinRootUnions(updateSchema(schema)));
}

/** Returns the schema of a tool with the type `object`, unless it accepts no object. */
export function toObjectRoot(schema: JsonObject): JsonObject {
  const { type } = schema;
  const isNullable = Array.isArray(type) && type.includes('object');
  return type === undefined || isNullable ? { ...schema, type: 'object' } : schema;
}
