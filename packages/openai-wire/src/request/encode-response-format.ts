import type { JsonObject, ResponseFormat } from '@understudy/core/provider';
import { toName } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../quirks.ts';
import { completeSchema } from './schema/complete-schema.ts';
import { isStrictSchema } from './schema/is-strict-schema.ts';

/** Encodes `responseFormat`. A schema is sent with `strict: true` if it meets OpenAI's requirements. */
export function encodeResponseFormat(
  format: ResponseFormat | undefined,
  { jsonSchema = true }: Quirks,
  warn: Warn,
): JsonObject | undefined {
  if (format === undefined) return undefined;
  if (format.type === 'text') return { type: 'text' };
  const name = toName(format.name ?? '', 'response').slice(0, 64);
  if (!format.schema) {
    return jsonSchema === 'required' ? toJsonSchema(name, anyObject) : { type: 'json_object' };
  }
  if (jsonSchema !== false) return toJsonSchema(name, completeSchema(format.schema));
  warn('JSON Schema sent as an instruction: the vendor supports only JSON of any shape');
  return { type: 'json_object' };
}

/** Without a list of properties, because servers that restrict the output by the schema would exclude others. */
const anyObject: JsonObject = { type: 'object' };

function toJsonSchema(name: string, schema: JsonObject): JsonObject {
  return { type: 'json_schema', json_schema: { name, schema, strict: isStrictSchema(schema) } };
}
