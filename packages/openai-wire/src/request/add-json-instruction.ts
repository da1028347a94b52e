import type { JsonObject, JsonValue, ResponseFormat } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/**
 * Adds an instruction to encoded messages if the request needs one: OpenAI, DeepSeek and DashScope reject `json_object`
 * unless a message contains the word "json". A schema that the vendor does not support becomes part of it.
 */
export function addJsonInstruction(
  messages: readonly JsonObject[],
  format: ResponseFormat | undefined,
  { jsonSchema = true, systemRole = 'system' }: Quirks,
): readonly JsonObject[] {
  if (format?.type !== 'json' || (format.schema && jsonSchema !== false)) return messages;
  if (!format.schema && messages.some(({ content }) => mentionsJson(content))) return messages;
  const instruction = format.schema
    ? `Respond with JSON that conforms to this JSON Schema: ${JSON.stringify(format.schema)}`
    : 'Respond with JSON.';
  const [first, ...others] = messages;
  return first?.['role'] === systemRole && typeof first['content'] === 'string'
    ? [{ ...first, content: `${first['content']}\n\n${instruction}` }, ...others]
    : [{ role: systemRole, content: instruction }, ...messages];
}

function mentionsJson(content: JsonValue | undefined): boolean {
  if (typeof content === 'string') return /json/i.test(content);
  if (!Array.isArray(content)) return false;
  return content.some((part: JsonObject) => part['type'] === 'text' && mentionsJson(part['text']));
}
