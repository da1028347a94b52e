import type { ChatRequest, JsonObject, ResponseFormat } from '@understudy/core/provider';
import { isForced, isObjectSchema, toObjectSchema } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';
import type { EncodedMessages } from './encode-messages.ts';
import { encodeSchema } from './encode-schema.ts';

/** The tool whose arguments are the response, for models without output formats. */
export const jsonToolName = 'json';

/** How JSON is requested: as an output format, or as the call of a tool. */
export interface EncodedFormat {
  readonly format?: JsonObject;
  readonly jsonTool?: JsonObject;
}

/** Encodes `responseFormat`. JSON needs a schema, and a tool that of an object. No other call can be required then. */
export function encodeResponseFormat(
  { responseFormat: format, tools = [], toolChoice }: ChatRequest,
  rules: ModelRules,
  warn: Warn,
): EncodedFormat {
  if (format?.type !== 'json') return {};
  const { schema } = format;
  if (!schema) {
    warn('responseFormat sent as an instruction: the API needs a schema for JSON');
    return {};
  }
  if (acceptsSchema(rules))
    return { format: { type: 'json_schema', schema: encodeSchema(schema) } };
  if (!isObjectSchema(schema)) {
    warn('responseFormat sent as an instruction: the model needs the schema of an object');
    return {};
  }
  if (tools.length > 0 && isForced(toolChoice)) {
    warn('responseFormat omitted: the model does not accept it with a required tool call');
    return {};
  }
  const description = 'Respond with the arguments of this tool.';
  return { jsonTool: { name: jsonToolName, description, input_schema: toObjectSchema(schema) } };
}

function acceptsSchema({ jsonSchema, forcedTools }: ModelRules): boolean {
  return jsonSchema || !forcedTools;
}

/** Adds the instruction to the end of `system`, so that a prompt cache matches the text before it. */
export function addJsonInstruction(
  system: EncodedMessages['system'],
  format: ResponseFormat | undefined,
  rules: ModelRules,
): EncodedMessages['system'] {
  if (format?.type !== 'json') return system;
  const { schema } = format;
  if (schema && (acceptsSchema(rules) || isObjectSchema(schema))) return system;
  const blocks = typeof system === 'string' ? [{ type: 'text', text: system }] : (system ?? []);
  return [...blocks, { type: 'text', text: describeFormat(schema) }];
}

function describeFormat(schema: JsonObject | undefined): string {
  const value = schema ? 'JSON value' : 'JSON object';
  const instruction = `Respond with one ${value}, without other text and without a code block.`;
  return schema
    ? `${instruction} It conforms to this schema: ${JSON.stringify(schema)}`
    : instruction;
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
