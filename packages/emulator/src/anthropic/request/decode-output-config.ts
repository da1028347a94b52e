import { isRecord } from '../../is-record.ts';
import type { ResponseFormat } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import type { ModelRules } from './model-rules.ts';
import { readChoice, readOptional, readRecord, readText } from './read-field.ts';

/** Decodes `output_config`: an effort that the model accepts, and a schema in the form that the API accepts. */
export function decodeOutputConfig(value: unknown, rules: ModelRules): ResponseFormat {
  const config = readOptional(value, 'output_config', readRecord) ?? {};
  const effort = readOptional(config['effort'], 'output_config.effort', readText);
  if (effort !== undefined && !rules.efforts.includes(effort)) {
    throw new RequestError(`output_config.effort: \`${effort}\` is not supported by this model`);
  }
  const format = readOptional(config['format'], 'output_config.format', readRecord);
  if (!format) return { kind: 'text' };
  if (!rules.jsonSchema) {
    throw new RequestError('output_config.format: not supported by this model');
  }
  readChoice(format['type'], 'output_config.format.type', ['json_schema']);
  const schema = readRecord(format['schema'], 'output_config.format.schema');
  validateSchema(schema, 'output_config.format.schema');
  return { kind: 'json', schema };
}

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

function validateSchema(schema: unknown, path: string): void {
  if (Array.isArray(schema)) {
    schema.forEach((each, index) => validateSchema(each, `${path}.${index}`));
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
    if (isRecord(named)) validateSchema(Object.values(named), path);
  }
  validateSchema([items, anyOf], path);
}
