import type { ChatRequest, JsonObject, ResponseFormat } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';
import type { EncodedMessages } from './encode-messages.ts';
import { encodeSchema } from './encode-schema.ts';
import { encodeToolSchema } from './encode-tool-schema.ts';

/** The tool whose arguments are the response, for models without output formats. */
export const jsonToolName = 'json';

/** How JSON is requested: as an output format, or as the call of a tool. */
export interface EncodedFormat {
  readonly format?: JsonObject;
  readonly jsonTool?: JsonObject;
}

/** Encodes `responseFormat`. The API needs a schema for JSON. */
export function encodeResponseFormat(
  format: ResponseFormat | undefined,
  { jsonSchema, forcedTools }: ModelRules,
  warn: Warn,
): EncodedFormat {
  if (format?.type !== 'json') return {};
  const { schema } = format;
  if (!schema) {
    warn('responseFormat sent as an instruction: the API needs a schema for JSON');
    return {};
  }
  if (jsonSchema || !forcedTools) {
    return { format: { type: 'json_schema', schema: encodeSchema(schema) } };
  }
  const description = 'Respond with the arguments of this tool.';
  return { jsonTool: { name: jsonToolName, description, input_schema: encodeToolSchema(schema) } };
}

const jsonInstruction = {
  type: 'text',
  text: 'Respond with one JSON object, without other text and without a code block.',
} as const;

/** Adds the instruction to the end of `system`, so that a prompt cache matches the text before it. */
export function addJsonInstruction(
  system: EncodedMessages['system'],
  format: ResponseFormat | undefined,
): EncodedMessages['system'] {
  if (format?.type !== 'json' || format.schema) return system;
  const blocks = typeof system === 'string' ? [{ type: 'text', text: system }] : (system ?? []);
  return [...blocks, jsonInstruction];
}

/**
 * Returns the request without `reasoningEffort`, and warns. With a thinking budget, the API accepts no required call of
 * the tool for JSON.
 */
export function withoutReasoning(request: ChatRequest, warn: Warn): ChatRequest {
  const { reasoningEffort, ...others } = request;
  if (reasoningEffort === undefined || reasoningEffort === 'none') return request;
  warn('reasoningEffort omitted: the model does not reason when it responds with JSON');
  return others;
}
