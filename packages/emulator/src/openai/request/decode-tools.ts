import type { Tool, ToolChoice } from './chat-request.ts';
import { ParameterError, invalidType, unknownValue } from './errors/parameter-error.ts';
import { readList, readOptional, readRecord, readRequired, readText } from './read-parameter.ts';

const namePattern = /^[a-zA-Z0-9_-]{1,64}$/u;

/** Decodes `tools`. Only functions are supported. */
export function decodeTools(value: unknown, path: string): readonly Tool[] {
  return readList(value, path).map((tool, index) => decodeTool(tool, `${path}[${index}]`));
}

function decodeTool(value: unknown, path: string): Tool {
  const tool = readRecord(value, path);
  const type = readRequired(tool['type'], `${path}.type`, readText);
  if (type !== 'function') throw unknownValue(`${path}.type`, type, ['function']);
  const definition = readRequired(tool['function'], `${path}.function`, readRecord);
  const name = readRequired(definition['name'], `${path}.function.name`, readText);
  if (!namePattern.test(name)) {
    throw new ParameterError(
      `Invalid '${path}.function.name': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`,
      `${path}.function.name`,
      'invalid_value',
    );
  }
  const parameters = readOptional(
    definition['parameters'],
    `${path}.function.parameters`,
    readRecord,
  );
  return { name, parameters: parameters ?? { type: 'object', properties: {} } };
}

const path = 'tool_choice';
const modes = ['none', 'auto', 'required'] as const;

/** Decodes `tool_choice`. A named tool must be one of `tools`. */
export function decodeToolChoice(value: unknown, tools: readonly Tool[]): ToolChoice {
  if (value === undefined || value === null) return { kind: 'auto' };
  if (tools.length === 0) {
    throw new ParameterError(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      path,
    );
  }
  if (typeof value === 'string') {
    const mode = modes.find((name) => name === value);
    if (mode === undefined) throw unknownValue(path, value, modes);
    return { kind: mode };
  }
  return { kind: 'tool', name: readToolName(value, tools) };
}

function readToolName(value: unknown, tools: readonly Tool[]): string {
  if (typeof value !== 'object') throw invalidType(path, 'a string or an object', value);
  const definition = readRequired(
    readRecord(value, path)['function'],
    `${path}.function`,
    readRecord,
  );
  const name = readRequired(definition['name'], `${path}.function.name`, readText);
  if (tools.some((tool) => tool.name === name)) return name;
  throw new ParameterError(
    `Invalid value for 'tool_choice': tool choice '${name}' is not among the 'tools'.`,
    path,
  );
}
