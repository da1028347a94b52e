import type { ChatRequest, JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';

import type { Warn } from './encode-content.ts';

/** Encodes the tools and the tool choice. OpenAI rejects an empty list and a choice without tools. */
export function encodeTools(
  { tools = [], toolChoice }: ChatRequest,
  warn: Warn,
): { readonly tools?: JsonValue | undefined; readonly tool_choice?: JsonValue | undefined } {
  if (tools.length > 0) {
    return { tools: tools.map(encodeTool), tool_choice: encodeChoice(toolChoice) };
  }
  if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
    warn('toolChoice omitted: the request has no tools');
  }
  return {};
}

function encodeTool({ name, description, inputSchema }: ToolDefinition): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      parameters: inputSchema,
    },
  };
}

function encodeChoice(choice: ChatRequest['toolChoice']): JsonValue | undefined {
  return typeof choice === 'object'
    ? { type: 'function', function: { name: choice.name } }
    : choice;
}
