import type { ChatRequest, JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';

import type { Warn } from './encode-content.ts';

/** The fields of a request that concern tools. */
export interface EncodedTools {
  readonly tools?: JsonValue | undefined;
  readonly tool_choice?: JsonValue | undefined;
  readonly parallel_tool_calls?: boolean | undefined;
}

/** Encodes the tools and how to call them. OpenAI rejects an empty list, and a choice without tools. */
export function encodeTools(
  { tools = [], toolChoice, parallelToolCalls }: ChatRequest,
  warn: Warn,
): EncodedTools {
  if (tools.length > 0) {
    return {
      tools: tools.map(encodeTool),
      tool_choice: encodeChoice(toolChoice),
      parallel_tool_calls: parallelToolCalls,
    };
  }
  if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
    warn('toolChoice omitted: the request has no tools');
  }
  return {};
}

function encodeTool({ name, description, inputSchema, strict }: ToolDefinition): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      parameters: inputSchema,
      ...(strict !== undefined && { strict }),
    },
  };
}

function encodeChoice(choice: ChatRequest['toolChoice']): JsonValue | undefined {
  return typeof choice === 'object'
    ? { type: 'function', function: { name: choice.name } }
    : choice;
}
