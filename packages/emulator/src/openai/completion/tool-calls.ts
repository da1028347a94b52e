import type { EmulatedToolCall } from '../../responses/emulated-response.ts';
import type { Ids } from '../../scripts/ids.ts';
import { generateJson } from '../json/generate-json.ts';
import type { ChatRequest, Tool } from '../request/chat-request.ts';
import type { ToolCall } from './completion.ts';

/**
 * Returns the calls of the rule, or else the call that `tool_choice` requires.
 *
 * Returns no calls if `tool_choice` is `none`, and at most one if the request disables parallel calls.
 */
export function createToolCalls(
  request: ChatRequest,
  ruleCalls: readonly EmulatedToolCall[],
  ids: Ids,
): readonly ToolCall[] {
  if (request.toolChoice.kind === 'none') return [];
  const calls =
    ruleCalls.length > 0 ? ruleCalls : findRequiredTools(request).map(({ name }) => ({ name }));
  const allowed = request.parallelToolCalls ? calls : calls.slice(0, 1);
  return allowed.map((call) => createToolCall(call, request.tools, ids));
}

/** Returns two calls of the first tools of the request. If there are no tools, calls `emulated_tool`. */
export function generateToolCalls({ tools }: ChatRequest, ids: Ids): readonly ToolCall[] {
  const [first = emulatedTool, second = first] = tools;
  return [first, second].map(({ name }) => createToolCall({ name }, [first, second], ids));
}

const emulatedTool: Tool = {
  name: 'emulated_tool',
  parameters: { type: 'object', properties: { place: { type: 'string' } } },
};

function findRequiredTools({ tools, toolChoice }: ChatRequest): readonly Tool[] {
  if (toolChoice.kind === 'tool') return tools.filter(({ name }) => name === toolChoice.name);
  return toolChoice.kind === 'required' ? tools.slice(0, 1) : [];
}

function createToolCall(call: EmulatedToolCall, tools: readonly Tool[], ids: Ids): ToolCall {
  return {
    id: `call_${ids.hex(24)}`,
    name: call.name,
    argumentsText: encodeArguments(call, tools),
  };
}

function encodeArguments(call: EmulatedToolCall, tools: readonly Tool[]): string {
  if (typeof call.arguments === 'string') return call.arguments;
  const tool = tools.find(({ name }) => name === call.name);
  return JSON.stringify(call.arguments ?? generateJson(tool?.parameters ?? { type: 'object' }));
}
