import type { ResponseFormat } from './chat-request.ts';
import { refuseValue } from './parameter-error.ts';
import { readOptional, readRecord, readRequired, readText } from './read-parameter.ts';

/** Reads `response_format`. */
export function decodeResponseFormat(value: unknown, path: string): ResponseFormat {
  const format = readRecord(value, path);
  const type = readRequired(format['type'], `${path}.type`, readText);
  if (type === 'text') return { kind: 'text' };
  if (type === 'json_object') return { kind: 'json', schema: undefined };
  if (type !== 'json_schema') {
    throw refuseValue(`${path}.type`, type, ['json_object', 'json_schema', 'text']);
  }
  const described = readRequired(format['json_schema'], `${path}.json_schema`, readRecord);
  readRequired(described['name'], `${path}.json_schema.name`, readText);
  const schema = readOptional(described['schema'], `${path}.json_schema.schema`, readRecord);
  return { kind: 'json', schema: schema ?? {} };
}
