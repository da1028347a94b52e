import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** The fields that have a value. */
export function definedFields(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const defined: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
