import { isJsonObject } from '@understudy/core/internal';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/**
 * Adds the `type` that follows from the other keywords of a schema: from its values, its properties or its items.
 *
 * Libraries such as valibot and arktype write lists of values without it. OpenAI and Anthropic require it: "schema must
 * have a 'type' key".
 */
export function inferType(schema: JsonObject): JsonObject {
  const { type, $ref, enum: values, const: value, properties, items } = schema;
  if (type !== undefined || $ref !== undefined) return schema;
  const listed = Array.isArray(values) ? values : value === undefined ? [] : [value];
  const inferred = listed.length > 0 ? typeOfValues(listed) : typeOfKeywords(properties, items);
  return inferred === undefined ? schema : { type: inferred, ...schema };
}

/** Returns the type of values, or a list of types. Undefined for objects and lists, whose type needs more keywords. */
function typeOfValues(values: readonly JsonValue[]): JsonValue | undefined {
  if (values.some((value) => typeof value === 'object' && value !== null)) return undefined;
  const numbers = values.filter((value) => typeof value === 'number');
  const numeric = numbers.every((value) => Number.isInteger(value)) ? 'integer' : 'number';
  const names = values.map((value) => {
    if (value === null) return 'null';
    return typeof value === 'number' ? numeric : typeof value;
  });
  // Vendors expect `null` last.
  const types = [...new Set(names.filter((name) => name !== 'null')), 'null'];
  const found = names.includes('null') ? types : types.slice(0, -1);
  return found.length > 1 ? found : found[0];
}

function typeOfKeywords(
  properties: JsonValue | undefined,
  items: JsonValue | undefined,
): string | undefined {
  if (isJsonObject(properties)) return 'object';
  return items === undefined ? undefined : 'array';
}
