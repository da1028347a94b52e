import type { ChatRequest, JsonObject, ToolDefinition } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';
import { isForced } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';
import { addOptions } from './encode-block.ts';
import type { Encoding } from './encode-block.ts';
import { encodeSchema } from './encode-schema.ts';

/** The fields of a request that concern tools. */
export interface EncodedTools {
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: JsonObject;
}

/** What the model accepts. */
export interface ToolRules extends Pick<ModelRules, 'forcedTools' | 'jsonSchema'> {
  /** Whether thinking has a budget. The API does not accept a required call with it. */
  readonly hasThinkingBudget: boolean;
}

/** Encodes the tools and how to call them. A choice without tools is omitted. */
export function encodeTools(
  request: ChatRequest,
  rules: ToolRules,
  encoding: Encoding,
): EncodedTools {
  const { tools = [], toolChoice, parallelToolCalls } = request;
  if (tools.length === 0) {
    if (isForced(toolChoice)) encoding.warn('toolChoice omitted: the request has no tools');
    return {};
  }
  const canForce = rules.forcedTools && !rules.hasThinkingBudget;
  const choice =
    isForced(toolChoice) && !canForce
      ? warnNotForced(encoding.warn)
      : encodeChoice(toolChoice, encoding);
  // Without a required call, a single tool is the nearest to the choice of the caller.
  const offered =
    typeof toolChoice === 'object' && !canForce
      ? tools.filter(({ name }) => name === toolChoice.name)
      : tools;
  const type = choice ?? (parallelToolCalls === false ? { type: 'auto' } : undefined);
  const isSerial = parallelToolCalls === false && type?.type !== 'none';
  return {
    tools: offered.map((tool) => encodeTool(tool, rules, encoding)),
    ...(type && {
      tool_choice: { ...type, ...(isSerial && { disable_parallel_tool_use: true }) },
    }),
  };
}

/** What decides how the tool for JSON is called. */
export interface JsonToolSettings
  extends Pick<ToolRules, 'hasThinkingBudget'>, Pick<ChatRequest, 'toolChoice'> {
  readonly warn: Warn;
}

/**
 * Adds the tool whose arguments are the response. It must be called, unless another tool is. With a thinking budget, it
 * can only be offered.
 */
export function addJsonTool(
  { tools = [] }: EncodedTools,
  jsonTool: JsonObject,
  { toolChoice, hasThinkingBudget, warn }: JsonToolSettings,
): EncodedTools {
  const others = toolChoice === 'none' ? [] : tools;
  const required =
    others.length > 0 ? { type: 'any' } : { type: 'tool', name: jsonTool.name ?? null };
  if (hasThinkingBudget) {
    warn('responseFormat sent as a tool that is not required: the model thinks with a budget');
  }
  return {
    tools: [...others, jsonTool],
    tool_choice: {
      ...(hasThinkingBudget ? { type: 'auto' } : required),
      disable_parallel_tool_use: true,
    },
  };
}

function warnNotForced(warn: Warn): JsonObject {
  warn('toolChoice sent as auto: the API does not accept a required call here');
  return { type: 'auto' };
}

function encodeChoice(
  choice: ChatRequest['toolChoice'],
  { names }: Encoding,
): JsonObject | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object') return { type: 'tool', name: names.encode(choice.name) };
  return { type: choice === 'required' ? 'any' : choice };
}

function encodeTool(
  tool: ToolDefinition,
  { jsonSchema }: ToolRules,
  { provider, names, schemas, warn }: Encoding,
): JsonObject {
  const { description } = tool;
  const name = names.encode(tool.name);
  if (tool.strict === true && !jsonSchema) warn('strict omitted: the model does not support it');
  const strict = jsonSchema ? tool.strict : undefined;
  const schema = schemas.schemaOf(name);
  const encoded = {
    name,
    ...(description !== undefined && { description }),
    // The API accepts the same schemas for strict tools and for output formats.
    input_schema: strict === true ? encodeSchema(schema) : schema,
    ...(strict !== undefined && { strict }),
  };
  return addOptions(encoded, optionsOf(tool, provider));
}
