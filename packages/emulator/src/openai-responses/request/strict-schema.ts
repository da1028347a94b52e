import { isRecord } from '../../is-record.ts';
import { ParameterError } from '../../openai/request/errors/parameter-error.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Rejects a schema that is not strict: every value must have a type, every object must be closed, and every property
 * must be required.
 *
 * @param subject - the name in the message, for example `function 'paint'`
 * @throws ParameterError `invalid_function_parameters` or `invalid_json_schema`
 */
export function assertStrictSchema(schema: Schema, subject: string, path: string): void {
  const problem = findProblem(schema, '');
  if (problem === undefined) return;
  const code = subject.startsWith('function')
    ? 'invalid_function_parameters'
    : 'invalid_json_schema';
  throw new ParameterError(`Invalid schema for ${subject}: ${problem}`, path, code);
}

const typeKeywords = ['type', 'anyOf', '$ref'];

function findProblem(schema: unknown, context: string): string | undefined {
  if (!isRecord(schema)) return undefined;
  const { type, properties = {}, required = [], additionalProperties, items, anyOf } = schema;
  const place = `In context=(${context}),`;
  if (context === '' && type !== 'object')
    return `schema must be a JSON Schema of 'type: "object"'`;
  if (!typeKeywords.some((keyword) => Object.hasOwn(schema, keyword))) {
    return `${place} schema must have a 'type' key.`;
  }
  if (type === 'object' && additionalProperties !== false) {
    return `${place} 'additionalProperties' is required to be supplied and to be false.`;
  }
  const names = isRecord(properties) ? Object.keys(properties) : [];
  const missing = names.find((name) => !Array.isArray(required) || !required.includes(name));
  if (missing !== undefined) {
    return `${place} 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  const inner: readonly unknown[] = [
    ...(isRecord(properties) ? Object.values(properties) : []),
    items,
    ...(Array.isArray(anyOf) ? anyOf : []),
  ];
  for (const each of inner) {
    const problem = findProblem(each, `${context}'properties'`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
