import type { JsonObject, ResponseFormat } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';
import type { Warn } from './encode-content.ts';
import { isStrictSchema } from './is-strict-schema.ts';

/** How the answer is to be formed; a schema binds strictly wherever it can. */
export function encodeResponseFormat(
  format: ResponseFormat | undefined,
  { jsonSchema = true }: Quirks,
  warn: Warn,
): JsonObject | undefined {
  if (format === undefined) return undefined;
  if (format.type === 'text') return { type: 'text' };
  const { schema, name = 'answer' } = format;
  if (!schema) return { type: 'json_object' };
  if (jsonSchema) {
    return { type: 'json_schema', json_schema: { name, schema, strict: isStrictSchema(schema) } };
  }
  warn(
    'this vendor takes no JSON Schema: JSON of any shape was asked for, so tell the shape in a message',
  );
  return { type: 'json_object' };
}
