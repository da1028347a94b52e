import { isRecord } from '../../is-record.ts';

/** A JSON Schema that is an object. */
export type Schema = Readonly<Record<string, unknown>>;

/** Resolves a reference inside a schema. Returns undefined unless it starts at the root (`#`). */
export function resolveReference(root: unknown, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  const keys = reference.slice(2).split('/').map(decodeKey);
  return keys.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

function decodeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Combines schemas. Later ones take precedence, except that `properties` and `required` are merged. */
export function combineSchemas(...parts: readonly unknown[]): Schema {
  return parts.filter(isRecord).reduce<Schema>(
    (combined, part) => ({
      ...combined,
      ...part,
      ...joinProperties(combined['properties'], part['properties']),
      ...joinRequired(combined['required'], part['required']),
    }),
    {},
  );
}

function joinProperties(left: unknown, right: unknown): Schema {
  return isRecord(left) && isRecord(right) ? { properties: { ...left, ...right } } : {};
}

function joinRequired(left: unknown, right: unknown): Schema {
  return Array.isArray(left) && Array.isArray(right) ? { required: [...left, ...right] } : {};
}
