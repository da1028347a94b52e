import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';
import type { JsonRecord } from './read-field.ts';

/**
 * Returns a schema as JSON Schema: the types of the OpenAPI form are in upper case.
 *
 * @throws RequestError for what the API rejects, such as `const` and other keywords beside `$ref`
 */
export function normalizeSchema(schema: unknown, path: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => normalizeSchema(each, path));
  if (!isRecord(schema)) return schema;
  if (schema['const'] !== undefined && !isRecord(schema['const'])) {
    throw new RequestError(`${path}: Unknown name "const": Cannot find field.`);
  }
  validateValues(schema, path);
  const names = Object.keys(schema);
  if (typeof schema['$ref'] === 'string' && names.some((name) => !name.startsWith('$'))) {
    throw new RequestError(`${path}: keywords beside $ref must begin with $.`);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, normalizeField(name, value, path)]),
  );
}

function validateValues(schema: JsonRecord, path: string): void {
  const { type, enum: values, required, properties, items, prefixItems } = schema;
  const empty = Array.isArray(values) ? values.indexOf('') : -1;
  if (empty >= 0) throw new RequestError(`${path}.enum[${empty}]: cannot be empty`);
  const known = isRecord(properties) ? properties : {};
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const unknown = names.findIndex((name) => !Object.hasOwn(known, String(name)));
  if (unknown >= 0) throw new RequestError(`${path}.required[${unknown}]: property is not defined`);
  const isList = type === 'array' || type === 'ARRAY';
  if (isList && items === undefined && prefixItems === undefined) {
    throw new RequestError(`${path}.items: missing field.`);
  }
}

function normalizeField(name: string, value: unknown, path: string): unknown {
  if (name === 'type' && typeof value === 'string') return value.toLowerCase();
  if (name === 'enum' || name === 'required' || name === 'description') return value;
  return normalizeSchema(value, path);
}
