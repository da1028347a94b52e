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

import { otherFields } from './decode-item-content.ts';

/** Whether a tool is a function. Other tools run at the vendor, or have text as their input. */
export function isFunctionTool({ value }: Field): boolean {
  return isJsonObject(value) && value.type === 'function';
}

/** Decodes the tools that are functions. Those of a namespace have a name with it. */
export function decodeTools(field: Field): readonly ToolDefinition[] {
  return readItems(field).flatMap((item) => {
    if (isFunctionTool(item)) return [decodeTool(item, '')];
    const { value, path } = item;
    if (!isJsonObject(value) || value.type !== 'namespace') return [];
    const namespace = readTextValue(readField(value, 'name', path));
    return readItems(readField(value, 'tools', path))
      .filter(isFunctionTool)
      .map((each) => decodeTool(each, `${namespace}__`));
  });
}

const toolFields: readonly string[] = ['type', 'name', 'description', 'parameters', 'strict'];

function decodeTool(item: Field, prefix: string): ToolDefinition {
  const tool = readObjectValue(item);
  const description = readOptional(readField(tool, 'description', item.path), readTextValue);
  const strict = readOptional(readField(tool, 'strict', item.path), readBooleanValue);
  const parameters = readOptional(readField(tool, 'parameters', item.path), readObjectValue);
  return {
    name: prefix + readTextValue(readField(tool, 'name', item.path)),
    ...(description !== undefined && { description }),
    inputSchema: parameters ?? { type: 'object', properties: {} },
    ...(strict !== undefined && { strict }),
    ...otherFields(tool, toolFields),
  };
}

/** Decodes `tool_choice`. Undefined for the choice of a tool that is not a function. */
export function decodeToolChoice(field: Field): ToolChoice | undefined {
  if (typeof field.value === 'string') return readEnum(field, ['auto', 'none', 'required']);
  const choice = readObjectValue(field);
  if (choice.type === 'allowed_tools') {
    return readEnum(readField(choice, 'mode', field.path), ['auto', 'required']);
  }
  if (choice.type !== 'function') return undefined;
  return { name: readTextValue(readField(choice, 'name', field.path)) };
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
