import type { JsonObject } from '@understudy/core/provider';

import { joinRootUnions } from './join-root-unions.ts';
import { updateSchema } from './update-schema.ts';

/**
 * Returns the schema of a tool in the form that Anthropic and Gemini accept: of draft 2020-12, with an object at the
 * root, and without unions there.
 */
export function toObjectSchema(schema: JsonObject): JsonObject {
  const root = updateSchema(schema);
  const { type } = root;
  const isObject = type === undefined || (Array.isArray(type) && type.includes('object'));
  return { ...joinRootUnions(root), ...(isObject && { type: 'object' }) };
}
