import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';

const rejectedKeywords = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'oneOf',
];

/** Checks the schema of a format or of a strict tool. @throws RequestError */
export function validateStrictSchema(schema: unknown, path: string): void {
  if (Array.isArray(schema)) {
    for (const each of schema) validateStrictSchema(each, path);
    return;
  }
  if (!isRecord(schema)) return;
  const { type, properties = {}, $defs = {}, items, anyOf } = schema;
  const rejected = rejectedKeywords.find((keyword) => Object.hasOwn(schema, keyword));
  if (rejected !== undefined) {
    throw new RequestError(
      `${path}: For '${String(type)}' type, property '${rejected}' is not supported`,
    );
  }
  if (type === 'object' && schema['additionalProperties'] !== false) {
    throw new RequestError(
      `${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`,
    );
  }
  for (const named of [properties, $defs]) {
    if (isRecord(named)) validateStrictSchema(Object.values(named), path);
  }
  validateStrictSchema([items, anyOf], path);
}
