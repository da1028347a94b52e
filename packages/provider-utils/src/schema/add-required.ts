import { isJsonObject } from '@understudy/core/internal';
import type { JsonObject } from '@understudy/core/provider';

/**
 * Adds the schemas of required properties that have none, because Gemini rejects a name alone. They can match a
 * pattern.
 */
export function addRequired(schema: JsonObject, properties: JsonObject): JsonObject {
  const { required, additionalProperties: others, patternProperties: patterns } = schema;
  const names = Array.isArray(required) && patterns === undefined ? required : [];
  const missing = names.filter(
    (name) => typeof name === 'string' && !Object.hasOwn(properties, name),
  );
  const added = missing.map((name) => [name, isJsonObject(others) ? others : {}]);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(added) } };
}
