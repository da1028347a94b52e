import type { JsonObject } from '@understudy/core/provider';
import { joinRootUnions, updateSchema } from '@understudy/provider-utils/internal';

/**
 * Returns the schema of a tool in the form that the API accepts: of draft 2020-12, with an object at the root, and
 * without unions there.
 */
export function encodeToolSchema(schema: JsonObject): JsonObject {
  const root = updateSchema(schema);
  const { type } = root;
  const isObject = type === undefined || (Array.isArray(type) && type.includes('object'));
  return { ...joinRootUnions(root), ...(isObject && { type: 'object' }) };
}
