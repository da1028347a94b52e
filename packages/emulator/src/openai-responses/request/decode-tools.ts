import type { Tool, ToolChoice } from '../../openai/request/chat-request.ts';
import {
  ParameterError,
  invalidType,
  unknownValue,
} from '../../openai/request/errors/parameter-error.ts';
import {
  readFlag,
  readList,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from '../../openai/request/read-parameter.ts';
import { readName } from './read-name.ts';
import { assertStrictSchema } from './strict-schema.ts';

/** Tools that the vendor runs, or whose input is text. They are accepted, and are not called. */
const otherTypes: readonly string[] = [
  'custom',
  'namespace',
  'web_search',
  'web_search_preview',
  'file_search',
  'code_interpreter',
  'image_generation',
  'mcp',
  'local_shell',
  'shell',
  'apply_patch',
  'tool_search',
  'computer',
  'computer_use_preview',
  'programmatic_tool_calling',
];

/** Decodes `tools`. Returns the functions. */
export function decodeTools(value: unknown, path: string): readonly Tool[] {
  return readList(value, path).flatMap((tool, index) => decodeTool(tool, `${path}[${index}]`));
}

function decodeTool(value: unknown, path: string): readonly Tool[] {
  const tool = readRecord(value, path);
  const type = readRequired(tool['type'], `${path}.type`, readText);
  if (otherTypes.includes(type)) return [];
  if (type !== 'function') throw unknownValue(`${path}.type`, type, ['function', ...otherTypes]);
  const name = readRequired(tool['name'], `${path}.name`, readName);
  const schema = readOptional(tool['parameters'], `${path}.parameters`, readRecord) ?? {};
  const strict = readOptional(tool['strict'], `${path}.strict`, readFlag) ?? false;
  if (strict) assertStrictSchema(schema, `function '${name}'`, `${path}.parameters`);
  return [{ name, parameters: schema }];
}

const path = 'tool_choice';
const modes = ['none', 'auto', 'required'] as const;

/** Decodes `tool_choice`. A named tool must be one of `tools`. */
export function decodeToolChoice(value: unknown, tools: readonly Tool[]): ToolChoice {
  if (value === undefined || value === null) return { kind: 'auto' };
  if (typeof value === 'string') {
    const mode = modes.find((name) => name === value);
    if (mode === undefined) throw unknownValue(path, value, modes);
    return { kind: mode };
  }
  if (typeof value !== 'object') throw invalidType(path, 'a string or an object', value);
  const choice = readRecord(value, path);
  if (choice['type'] !== 'function') return { kind: 'auto' };
  const name = readRequired(choice['name'], `${path}.name`, readText);
  if (tools.some((tool) => tool.name === name)) return { kind: 'tool', name };
  throw new ParameterError(`Tool choice 'function' not found in 'tools' parameter.`, path);
}
