import type { ResponseFormat } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import type { DecodedThinking } from './decode-thinking.ts';
import type { ModelRules } from './model-rules.ts';
import type { JsonRecord } from './read-field.ts';
import { readChoice, readOptional, readRecord, readText } from './read-field.ts';
import { validateStrictSchema } from './validate-strict-schema.ts';

/** The efforts that need thinking with some models. */
const highEfforts: readonly string[] = ['xhigh', 'max'];
const withoutThinking: readonly (string | undefined)[] = ['disabled', 'between_tools'];

/**
 * Decodes `output_config`, and `output_format`, its earlier form: an effort that the model accepts, and a schema in the
 * form that the API accepts.
 */
export function decodeOutputConfig(
  body: JsonRecord,
  rules: ModelRules,
  thinking: DecodedThinking,
): ResponseFormat {
  const config = readOptional(body['output_config'], 'output_config', readRecord) ?? {};
  const effort = readOptional(config['effort'], 'output_config.effort', readText);
  if (effort !== undefined) validateEffort(effort, rules, thinking);
  const earlier = readOptional(body['output_format'], 'output_format', readRecord);
  const format = readOptional(config['format'], 'output_config.format', readRecord) ?? earlier;
  if (!format) return { kind: 'text' };
  if (!rules.jsonSchema) {
    throw new RequestError('output_config.format: not supported by this model');
  }
  readChoice(format['type'], 'output_config.format.type', ['json_schema']);
  const schema = readRecord(format['schema'], 'output_config.format.schema');
  validateStrictSchema(schema, 'output_config.format.schema');
  return { kind: 'json', schema };
}

function validateEffort(
  effort: string,
  { efforts, highEffortThinks }: ModelRules,
  { type }: DecodedThinking,
): void {
  if (!efforts.includes(effort)) {
    throw new RequestError(`output_config.effort: \`${effort}\` is not supported by this model`);
  }
  if (!highEffortThinks || !highEfforts.includes(effort) || !withoutThinking.includes(type)) return;
  throw new RequestError(
    `thinking.type: \`${type}\` is not supported by this model with the effort \`${effort}\``,
  );
}
