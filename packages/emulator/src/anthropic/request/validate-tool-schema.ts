import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';
import type { JsonRecord } from './read-field.ts';

const namePattern = /^[a-zA-Z0-9_.-]{1,64}$/u;

const combinators = ['oneOf', 'allOf', 'anyOf'];

/** Checks the schema of a tool as far as requests are known to fail. @throws RequestError */
export function validateToolSchema(schema: JsonRecord, path: string): void {
  if (combinators.some((name) => schema[name] !== undefined)) {
    throw new RequestError(
      `${path}: input_schema does not support oneOf, allOf, or anyOf at the top level`,
    );
  }
  const { properties } = schema;
  if (isRecord(properties) && !Object.keys(properties).every((name) => namePattern.test(name))) {
    throw new RequestError(
      `${path}.properties: Property keys should match pattern '${namePattern.source}'`,
    );
  }
  if (isCurrent(schema)) return;
  throw new RequestError(
    `${path}: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.`,
  );
}

/** Whether a schema has no list of items and no limits of earlier drafts. */
function isCurrent(schema: unknown): boolean {
  if (!isRecord(schema)) return true;
  const { items, exclusiveMinimum: lower, exclusiveMaximum: upper } = schema;
  if (Array.isArray(items) || typeof lower === 'boolean' || typeof upper === 'boolean') {
    return false;
  }
  const lists = [...combinators, 'prefixItems'].map((name) => schema[name]);
  const maps = ['properties', '$defs'].map((name) => schema[name]);
  const inner = [
    items,
    ...lists.flatMap((list) => (Array.isArray(list) ? list : [])),
    ...maps.flatMap((map) => (isRecord(map) ? Object.values(map) : [])),
  ];
  return inner.every(isCurrent);
}
