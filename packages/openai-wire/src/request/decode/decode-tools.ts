import type { ResponseFormat, ToolChoice, ToolDefinition } from '@understudy/core/provider';
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

/** Whether a tool is a function. Other tools run at the vendor, or have text as their input. */
export function isFunctionTool(item: Field): boolean {
  const { type = 'function' } = readObjectValue(item);
  return type === 'function';
}

/** Decodes the tools that are functions. */
export function decodeTools(field: Field): readonly ToolDefinition[] {
  return readItems(field)
    .filter(isFunctionTool)
    .map((item) => decodeFunction(readField(readObjectValue(item), 'function', item.path)));
}

function decodeFunction(field: Field): ToolDefinition {
  const object = readObjectValue(field);
  const description = readOptional(readField(object, 'description', field.path), readTextValue);
  const strict = readOptional(readField(object, 'strict', field.path), readBooleanValue);
  const parameters = readOptional(readField(object, 'parameters', field.path), readObjectValue);
  return {
    name: readTextValue(readField(object, 'name', field.path)),
    ...(description !== undefined && { description }),
    inputSchema: parameters ?? { type: 'object', properties: {} },
    ...(strict !== undefined && { strict }),
  };
}

export function decodeToolChoice(field: Field): ToolChoice {
  if (typeof field.value === 'string') return readEnum(field, ['auto', 'none', 'required']);
  const choice = readObjectValue(field);
  readEnum(readField(choice, 'type', field.path), ['function']);
  const tool = readField(choice, 'function', field.path);
  return { name: readTextValue(readField(readObjectValue(tool), 'name', tool.path)) };
}

export function decodeResponseFormat(field: Field): ResponseFormat {
  const format = readObjectValue(field);
  const type = readField(format, 'type', field.path);
  switch (readEnum(type, ['text', 'json_object', 'json_schema'])) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema':
      return decodeSchema(readField(format, 'json_schema', field.path));
  }
}

function decodeSchema(field: Field): ResponseFormat {
  const object = readObjectValue(field);
  const schema = readOptional(readField(object, 'schema', field.path), readObjectValue);
  const name = readTextValue(readField(object, 'name', field.path));
  return { type: 'json', name, ...(schema && { schema }) };
}
