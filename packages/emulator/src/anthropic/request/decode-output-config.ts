import type { ResponseFormat } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import type { ModelRules } from './model-rules.ts';
import { readChoice, readOptional, readRecord, readText } from './read-field.ts';
import { validateStrictSchema } from './validate-strict-schema.ts';

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
  validateStrictSchema(schema, 'output_config.format.schema');
  return { kind: 'json', schema };
}
