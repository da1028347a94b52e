import type { ResponseFormat, ToolChoice, ToolDefinition } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
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

import { wireFormat } from './decode-content.ts';

/** Whether a tool is a function of the client. Other tools run on the vendor's servers. */
export function isFunctionTool({ value }: Field): boolean {
  return isJsonObject(value) && (value.type ?? 'custom') === 'custom';
}

/** Returns the paths of the tools that other targets do not receive, because they run on the vendor's servers. */
export function findVendorTools(field: Field): readonly string[] {
  return readItems(field)
    .filter((item) => !isFunctionTool(item))
    .map(({ path }) => path);
}

/** Decodes the tools that are functions of the client. */
export function decodeTools(field: Field): readonly ToolDefinition[] {
  return readItems(field).filter(isFunctionTool).map(decodeTool);
}

const toolFields: readonly string[] = ['type', 'name', 'description', 'input_schema', 'strict'];

function decodeTool(item: Field): ToolDefinition {
  const tool = readObjectValue(item);
  const description = readOptional(readField(tool, 'description', item.path), readTextValue);
  const strict = readOptional(readField(tool, 'strict', item.path), readBooleanValue);
  const others = Object.entries(tool).filter(([name]) => !toolFields.includes(name));
  return {
    name: readTextValue(readField(tool, 'name', item.path)),
    ...(description !== undefined && { description }),
    inputSchema: readObjectValue(readField(tool, 'input_schema', item.path)),
    ...(strict !== undefined && { strict }),
    ...(others.length > 0 && {
      providerOptions: { [wireFormat]: Object.fromEntries(others) },
    }),
  };
}

export function decodeToolChoice(field: Field): ToolChoice {
  const choice = readObjectValue(field);
  const type = readField(choice, 'type', field.path);
  switch (readEnum(type, ['auto', 'any', 'tool', 'none'])) {
    case 'auto':
      return 'auto';
    case 'any':
      return 'required';
    case 'none':
      return 'none';
    case 'tool':
      return { name: readTextValue(readField(choice, 'name', field.path)) };
  }
}

/** Decodes whether several calls are allowed, which is part of the choice. */
export function decodeParallelCalls(field: Field): boolean | undefined {
  const choice = readObjectValue(field);
  const disabled = readField(choice, 'disable_parallel_tool_use', field.path);
  const isDisabled = readOptional(disabled, readBooleanValue);
  return isDisabled === undefined ? undefined : !isDisabled;
}

/** Decodes `output_config.format`. */
export function decodeFormat(field: Field): ResponseFormat {
  const format = readObjectValue(field);
  readEnum(readField(format, 'type', field.path), ['json_schema']);
  return { type: 'json', schema: readObjectValue(readField(format, 'schema', field.path)) };
}
