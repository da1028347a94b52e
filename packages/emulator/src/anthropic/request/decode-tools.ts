import type { Tool, ToolChoice } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import {
  type JsonRecord,
  readChoice,
  readFlag,
  readList,
  readOptional,
  readRecord,
  readText,
} from './read-field.ts';
import { validateStrictSchema } from './validate-strict-schema.ts';
import { validateToolSchema } from './validate-tool-schema.ts';

const namePattern = /^[a-zA-Z0-9_-]{1,128}$/u;

/** The tools of a request. */
export interface DecodedTools {
  readonly tools: readonly Tool[];
  /** The names of the vendor's tools, which a choice can name. They have no schema and are never called. */
  readonly serverTools: readonly (string | undefined)[];
}

/** Decodes `tools`. */
export function decodeTools(value: unknown, path: string): DecodedTools {
  const tools: Tool[] = [];
  const serverTools: (string | undefined)[] = [];
  for (const [index, item] of readList(value, path).entries()) {
    const toolPath = `${path}.${index}`;
    const tool = readRecord(item, toolPath);
    const type = readOptional(tool['type'], `${toolPath}.type`, readText) ?? 'custom';
    if (type === 'custom') tools.push(decodeTool(tool, `${toolPath}.custom`));
    else serverTools.push(readOptional(tool['name'], `${toolPath}.${type}.name`, readText));
  }
  if (new Set(tools.map(({ name }) => name)).size < tools.length) {
    throw new RequestError(`${path}: Tool names must be unique.`);
  }
  return { tools, serverTools };
}

function decodeTool(tool: JsonRecord, path: string): Tool {
  const name = readText(tool['name'], `${path}.name`);
  if (!namePattern.test(name)) {
    throw new RequestError(`${path}.name: String should match pattern '${namePattern.source}'`);
  }
  const parameters = readRecord(tool['input_schema'], `${path}.input_schema`);
  readChoice(parameters['type'], `${path}.input_schema.type`, ['object']);
  validateToolSchema(parameters, `${path}.input_schema`);
  if (tool['strict'] === true) validateStrictSchema(parameters, path);
  return { name, parameters };
}

/** How tools may be called. */
export interface DecodedChoice {
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
  /** Whether a call is required. */
  readonly isForced: boolean;
}

/** Decodes `tool_choice`. A named tool must be one of `tools`. */
export function decodeToolChoice(
  value: unknown,
  { tools, serverTools }: DecodedTools,
): DecodedChoice {
  const path = 'tool_choice';
  const choice = readOptional(value, path, readRecord) ?? { type: 'auto' };
  const type = readChoice(choice['type'], `${path}.type`, ['auto', 'any', 'tool', 'none']);
  const isSerial = readOptional(
    choice['disable_parallel_tool_use'],
    `${path}.disable_parallel_tool_use`,
    readFlag,
  );
  if (type !== 'auto' && type !== 'none' && tools.length + serverTools.length === 0) {
    throw new RequestError('tool_choice may only be specified while providing tools');
  }
  return {
    toolChoice: decodeKind(type, choice, { tools, serverTools }),
    parallelToolCalls: isSerial !== true,
    isForced: type === 'any' || type === 'tool',
  };
}

function decodeKind(
  type: 'auto' | 'any' | 'tool' | 'none',
  choice: JsonRecord,
  { tools, serverTools }: DecodedTools,
): ToolChoice {
  if (type === 'any') return { kind: tools.length > 0 ? 'required' : 'auto' };
  if (type !== 'tool') return { kind: type };
  const name = readText(choice['name'], 'tool_choice.name');
  if (tools.some((tool) => tool.name === name)) return { kind: 'tool', name };
  // The emulator never calls the vendor's tools.
  if (serverTools.includes(name)) return { kind: 'none' };
  throw new RequestError(`tool_choice.name: Tool '${name}' not found in provided tools`);
}
