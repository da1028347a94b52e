import type { ChatRequest, JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';
import type { ToolNames } from '@understudy/provider-utils';
import { optionsOf } from '@understudy/provider-utils';
import { isComplete, isForced } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { EncodedTools } from '../../request/encode-tools.ts';
import { encodeToolSchema } from '../../request/schema/encode-tool-schema.ts';

interface ToolSettings {
  readonly provider: string;
  readonly names: ToolNames;
  readonly warn: Warn;
}

/** Encodes the tools and how to call them. A choice without tools is omitted. */
export function encodeTools(
  { tools = [], toolChoice, parallelToolCalls }: ChatRequest,
  settings: ToolSettings,
): EncodedTools {
  if (tools.length === 0) {
    if (isForced(toolChoice)) settings.warn('toolChoice omitted: the request has no tools');
    return {};
  }
  return {
    tools: tools.map((tool) => encodeTool(tool, settings)),
    tool_choice: encodeChoice(toolChoice, settings.names),
    parallel_tool_calls: parallelToolCalls,
  };
}

/** Options with a `type` are the complete tool. */
function encodeTool(tool: ToolDefinition, { provider, names }: ToolSettings): JsonObject {
  const { name, description, inputSchema, strict = false } = tool;
  const options = optionsOf(tool, provider);
  if (isComplete(options)) return options;
  return {
    type: 'function',
    name: names.encode(name),
    ...(description !== undefined && { description }),
    parameters: encodeToolSchema(inputSchema),
    // The default of the API is true, which changes the schema.
    strict,
    ...options,
  };
}

function encodeChoice(choice: ChatRequest['toolChoice'], names: ToolNames): JsonValue | undefined {
  return typeof choice === 'object'
    ? { type: 'function', name: names.encode(choice.name) }
    : choice;
}
