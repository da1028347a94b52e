import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';
import type { JsonRecord } from './read-field.ts';

const rejectedKeywords = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'oneOf',
];

/** Lookarounds, back references and word boundaries. Other patterns are accepted. */
const rejectedPattern = /\(\?<?[=!]|\\[bB1-9]/u;

/** Checks the schema of a format or of a strict tool. @throws RequestError */
export function validateStrictSchema(schema: unknown, path: string): void {
  if (Array.isArray(schema)) {
    for (const each of schema) validateStrictSchema(each, path);
    return;
  }
  if (!isRecord(schema)) return;
  const { type, properties = {}, $defs = {}, items, anyOf } = schema;
  const rejected = findRejectedKeyword(schema);
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

function findRejectedKeyword(schema: JsonRecord): string | undefined {
  const { pattern } = schema;
  if (typeof pattern === 'string' && rejectedPattern.test(pattern)) return 'pattern';
  return rejectedKeywords.find((keyword) => Object.hasOwn(schema, keyword));
}
