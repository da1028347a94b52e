import type { ChatRequest, JsonObject, ToolDefinition } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';

import { encodeToolSchema } from './encode-tool-schema.ts';
import type { EncodingSettings } from './encoding-settings.ts';

/** Encodes the tools that the model may call. Undefined if there are none. */
export function encodeTools(
  request: ChatRequest,
  settings: EncodingSettings,
): readonly JsonObject[] | undefined {
  const tools = chooseTools(request, settings);
  return tools.length === 0 ? undefined : tools.map((tool) => encodeTool(tool, settings));
}

/** The API has no field for the choice. It can only be narrowed with the list of the tools. */
function chooseTools(
  { tools = [], toolChoice = 'auto', parallelToolCalls = true }: ChatRequest,
  { warn }: EncodingSettings,
): readonly ToolDefinition[] {
  if (toolChoice === 'none') return [];
  if (tools.length === 0) {
    if (toolChoice !== 'auto') warn('toolChoice omitted: the request has no tools');
    return [];
  }
  if (toolChoice !== 'auto') warn('toolChoice omitted: Ollama cannot require a call');
  if (!parallelToolCalls) warn('parallelToolCalls omitted: the API has no field for it');
  return typeof toolChoice === 'object'
    ? tools.filter(({ name }) => name === toolChoice.name)
    : tools;
}

function encodeTool(tool: ToolDefinition, { provider, warn }: EncodingSettings): JsonObject {
  const { name, description, inputSchema, strict } = tool;
  if (strict === true) warn('strict of a tool omitted: the API has no field for it');
  return {
    ...optionsOf(tool, provider),
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      parameters: encodeToolSchema(inputSchema),
    },
  };
}
