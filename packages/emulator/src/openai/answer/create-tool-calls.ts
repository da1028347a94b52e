import type { EmulatedToolCall } from '../../responses/emulated-response.ts';
import type { Ids } from '../../scripts/ids.ts';
import { generateJson } from '../json/generate-json.ts';
import type { ChatRequest, Tool } from '../request/chat-request.ts';
import type { ToolCall } from './completion.ts';

/** The calls that a rule names, else the one that the request demands; none where tools are forbidden. */
export function createToolCalls(
  request: ChatRequest,
  named: readonly EmulatedToolCall[],
  ids: Ids,
): readonly ToolCall[] {
  if (request.toolChoice.kind === 'none') return [];
  const calls = named.length > 0 ? named : findDemanded(request).map(({ name }) => ({ name }));
  const allowed = request.parallelToolCalls ? calls : calls.slice(0, 1);
  return allowed.map((call) => ({
    id: createCallId(ids),
    name: call.name,
    argumentsText: writeArguments(call, request.tools),
  }));
}

/** Calls to the tools that are offered, whatever was chosen; to one of the emulator's own where there are none. */
export function inventToolCalls({ tools }: ChatRequest, ids: Ids): readonly ToolCall[] {
  const [first = emulatedTool, second = first] = tools;
  return [first, second].map(({ name }) => ({
    id: createCallId(ids),
    name,
    argumentsText: writeArguments({ name }, [first, second]),
  }));
}

const emulatedTool: Tool = {
  name: 'emulated_tool',
  parameters: { type: 'object', properties: { place: { type: 'string' } } },
};

function findDemanded({ tools, toolChoice }: ChatRequest): readonly Tool[] {
  if (toolChoice.kind === 'tool') return tools.filter(({ name }) => name === toolChoice.name);
  return toolChoice.kind === 'required' ? tools.slice(0, 1) : [];
}

function writeArguments(call: EmulatedToolCall, tools: readonly Tool[]): string {
  if (typeof call.arguments === 'string') return call.arguments;
  const tool = tools.find(({ name }) => name === call.name);
  return JSON.stringify(call.arguments ?? generateJson(tool?.parameters ?? { type: 'object' }));
}

function createCallId(ids: Ids): string {
  return `call_${ids.hex(24)}`;
}
