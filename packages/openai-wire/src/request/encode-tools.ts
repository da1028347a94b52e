import type { ChatRequest, JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';
import type { ToolNames } from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../quirks.ts';
import { encodeToolSchema } from './schema/encode-tool-schema.ts';

/** The fields of a request that concern tools. */
export interface EncodedTools {
  readonly tools?: JsonValue | undefined;
  readonly tool_choice?: JsonValue | undefined;
  readonly parallel_tool_calls?: boolean | undefined;
}

interface ToolSettings {
  readonly provider: string;
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly names: ToolNames;
  /** Whether the request turns reasoning off. */
  readonly isThinkingOff: boolean;
}

/** Encodes the tools and how to call them. OpenAI rejects an empty list, and a choice without tools. */
export function encodeTools(
  { tools = [], toolChoice, parallelToolCalls }: ChatRequest,
  settings: ToolSettings,
): EncodedTools {
  const { provider, warn, names } = settings;
  if (tools.length === 0) {
    if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
      warn('toolChoice omitted: the request has no tools');
    }
    return {};
  }
  const choice = supportedChoice(toolChoice, settings);
  // The only tool of a request with `required` is the one to call.
  const isOnly = typeof toolChoice === 'object' && choice === 'required';
  const sent = isOnly ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  return {
    tools: sent.map((tool) => ({ ...encodeTool(tool, settings), ...optionsOf(tool, provider) })),
    tool_choice: encodeChoice(choice, names),
    parallel_tool_calls: parallelToolCalls,
  };
}

function supportedChoice(
  choice: ChatRequest['toolChoice'],
  { quirks: { toolChoice: supported = 'named' }, isThinkingOff, warn }: ToolSettings,
): ChatRequest['toolChoice'] {
  if (supported === 'named' || choice === undefined || choice === 'auto') return choice;
  if (choice === 'none') return choice;
  if (supported === 'required') return 'required';
  if (supported === 'auto') {
    warn('toolChoice omitted: the vendor supports only "auto" and "none"');
    return undefined;
  }
  if (isThinkingOff) return choice;
  warn('toolChoice omitted: the vendor supports it only with reasoningEffort "none"');
  return undefined;
}

function encodeTool(
  { name, description, inputSchema, strict }: ToolDefinition,
  { quirks, names }: ToolSettings,
): JsonObject {
  return {
    type: 'function',
    function: {
      name: names.encode(name),
      ...(description !== undefined && { description }),
      parameters: encodeToolSchema(inputSchema, quirks),
      ...(strict !== undefined && { strict }),
    },
  };
}

function encodeChoice(choice: ChatRequest['toolChoice'], names: ToolNames): JsonValue | undefined {
  return typeof choice === 'object'
    ? { type: 'function', function: { name: names.encode(choice.name) } }
    : choice;
}
