import type { ResponseFormat } from './chat-request.ts';
import { unknownValue } from './errors/parameter-error.ts';
import { readOptional, readRecord, readRequired, readText } from './read-parameter.ts';

/** Decodes `response_format`. */
export function decodeResponseFormat(value: unknown, path: string): ResponseFormat {
  const format = readRecord(value, path);
  const type = readRequired(format['type'], `${path}.type`, readText);
  if (type === 'text') return { kind: 'text' };
  if (type === 'json_object') return { kind: 'json', schema: undefined };
  if (type !== 'json_schema') {
    throw unknownValue(`${path}.type`, type, ['json_object', 'json_schema', 'text']);
  }
  const definition = readRequired(format['json_schema'], `${path}.json_schema`, readRecord);
  readRequired(definition['name'], `${path}.json_schema.name`, readText);
  const schema = readOptional(definition['schema'], `${path}.json_schema.schema`, readRecord);
  return { kind: 'json', schema: schema ?? {} };
}
