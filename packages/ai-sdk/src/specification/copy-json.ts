import type { Json, JsonRecord } from './json.ts';

/** Returns a copy of the fields that JSON can contain. Others, such as undefined, are left out. */
export function copyFields(value: object): JsonRecord {
  const copy: JsonRecord = {};
  for (const [name, field] of Object.entries(value)) {
    const json = copyJson(field);
    if (json !== undefined) copy[name] = json;
  }
  return copy;
}

function copyJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value)
        ? value.map((item: unknown) => copyJson(item) ?? null)
        : copyFields(value);
    default:
      return undefined;
  }
}
