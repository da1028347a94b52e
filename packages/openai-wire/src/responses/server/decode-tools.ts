import type {
  JsonObject,
  JsonValue,
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import {
  readBooleanValue,
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { createEmptySchema } from '../../request/decode/decode-tools.ts';
import { otherFields } from './decode-item-content.ts';

/** Whether a tool is a function. Other tools run at the vendor, or have text as their input. */
export function isFunctionTool({ value }: Field): boolean {
  return isJsonObject(value) && value.type === 'function';
}

/** Returns the paths of the tools that other targets do not receive, because they run at the vendor. */
export function findVendorTools(items: readonly Field[]): readonly string[] {
  return items
    .filter(({ value }) => !isJsonObject(value) || !clientToolTypes.includes(value.type))
    .map(({ path }) => path);
}

const clientToolTypes: readonly unknown[] = ['function', 'custom', 'namespace'];

/**
 * Decodes the tools that the client runs: functions, and those whose input is text. Tools of a namespace have a name
 * with it. Of two tools with one name, the last one counts, because a conversation can offer a tool again.
 */
export function decodeTools(items: readonly Field[]): readonly ToolDefinition[] {
  const tools = items.flatMap((item) => decodeTool(item, ''));
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

function decodeTool(item: Field, prefix: string): readonly ToolDefinition[] {
  const { value, path } = item;
  if (!isJsonObject(value)) return [];
  switch (value.type) {
    case 'function':
      return [decodeFunction(item, prefix)];
    case 'custom':
      return [decodeCustom(item, prefix)];
    case 'namespace': {
      const namespace = readTextValue(readField(value, 'name', path));
      const items = readItems(readField(value, 'tools', path));
      return items.flatMap((each) => decodeTool(each, `${namespace}__`));
    }
    default:
      return [];
  }
}

const toolFields: readonly string[] = ['type', 'name', 'description', 'parameters', 'strict'];

/** Clients that have changed from chat completions send the definition in a field of its own. */
function readDefinition(item: Field): Field {
  const tool = readObjectValue(item);
  const own = readField(tool, 'function', item.path);
  return tool.name === undefined && isJsonObject(own.value) ? own : item;
}

function decodeFunction(item: Field, prefix: string): ToolDefinition {
  const definition = readDefinition(item);
  const { path } = definition;
  const tool = readObjectValue(definition);
  const strict = readOptional(readField(tool, 'strict', path), readBooleanValue);
  const parameters = readOptional(readField(tool, 'parameters', path), readObjectValue);
  return {
    ...decodeName(definition, prefix),
    inputSchema: parameters ?? createEmptySchema(strict),
    ...(strict !== undefined && { strict }),
    ...otherFields(tool, toolFields),
  };
}

function decodeName(item: Field, prefix: string): Pick<ToolDefinition, 'name' | 'description'> {
  const tool = readObjectValue(item);
  const name = prefix + readTextValue(readField(tool, 'name', item.path));
  const description = readOptional(readField(tool, 'description', item.path), readTextValue);
  return { name, ...(description !== undefined && { description }) };
}

/** Other targets have no tools whose input is text. For them, such a tool is a function with one text. */
function decodeCustom(item: Field, prefix: string): ToolDefinition {
  const { format } = readObjectValue(item);
  const grammar = readString(format, 'definition');
  const syntax = readString(format, 'syntax') ?? '';
  const description =
    grammar === undefined
      ? 'The complete input as text.'
      : `The complete input as text. It matches this ${syntax} grammar:\n${grammar}`;
  return {
    ...decodeName(item, prefix),
    inputSchema: {
      type: 'object',
      properties: { input: { type: 'string', description } },
      required: ['input'],
    },
  };
}

/** Decodes `tool_choice`. Undefined for the choice of a tool that the client does not run. */
export function decodeToolChoice(field: Field): ToolChoice | undefined {
  if (typeof field.value === 'string') return readEnum(field, ['auto', 'none', 'required']);
  const choice = readObjectValue(field);
  if (choice.type === 'allowed_tools') {
    return readEnum(readField(choice, 'mode', field.path), ['auto', 'required']);
  }
  if (choice.type !== 'function' && choice.type !== 'custom') return undefined;
  const definition = readDefinition(field);
  return { name: readTextValue(readField(readObjectValue(definition), 'name', definition.path)) };
}

/** Returns the names of the functions that may be called, or undefined for all. */
export function findAllowedTools({ value }: Field): readonly string[] | undefined {
  if (!isJsonObject(value) || value.type !== 'allowed_tools') return undefined;
  const tools = Array.isArray(value.tools) ? value.tools : [];
  return tools.flatMap((tool: JsonValue) => readString(tool, 'name') ?? []);
}

/** Decodes `text.format`. */
export function decodeFormat(field: Field): ResponseFormat {
  const format: JsonObject = readObjectValue(field);
  switch (readEnum(readField(format, 'type', field.path), ['text', 'json_object', 'json_schema'])) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema':
      return {
        type: 'json',
        name: readTextValue(readField(format, 'name', field.path)),
        schema: readObjectValue(readField(format, 'schema', field.path)),
      };
  }
}
