import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';

/**
 * Returns a schema as JSON Schema: the types of the OpenAPI form are in upper case.
 *
 * @throws RequestError for `const`, and for other keywords beside `$ref`
 */
export function normalizeSchema(schema: unknown, path: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => normalizeSchema(each, path));
  if (!isRecord(schema)) return schema;
  if (schema['const'] !== undefined && !isRecord(schema['const'])) {
    throw new RequestError(`${path}: Unknown name "const": Cannot find field.`);
  }
  const names = Object.keys(schema);
  if (typeof schema['$ref'] === 'string' && names.some((name) => !name.startsWith('$'))) {
    throw new RequestError(`${path}: keywords beside $ref must begin with $.`);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, normalizeField(name, value, path)]),
  );
}

function normalizeField(name: string, value: unknown, path: string): unknown {
  if (name === 'type' && typeof value === 'string') return value.toLowerCase();
  if (name === 'enum' || name === 'required' || name === 'description') return value;
  return normalizeSchema(value, path);
}
