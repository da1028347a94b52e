import type { ChatRequest, JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';

import { definedFields } from './defined-fields.ts';
import type { Warn } from './encode-content.ts';

/** The tools that may be called, and whether they must; a list of none is refused by OpenAI. */
export function encodeTools(
  { tools = [], toolChoice }: ChatRequest,
  warn: Warn,
): { readonly tools?: JsonValue | undefined; readonly tool_choice?: JsonValue | undefined } {
  if (tools.length > 0) {
    return { tools: tools.map(encodeTool), tool_choice: encodeChoice(toolChoice) };
  }
  if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
    warn('a tool was to be called, and there are no tools: the choice was left out');
  }
  return {};
}

function encodeTool({ name, description, inputSchema }: ToolDefinition): JsonObject {
  const described = definedFields({ name, description, parameters: inputSchema });
  return { type: 'function', function: described };
}

function encodeChoice(choice: ChatRequest['toolChoice']): JsonValue | undefined {
  return typeof choice === 'object'
    ? { type: 'function', function: { name: choice.name } }
    : choice;
}
