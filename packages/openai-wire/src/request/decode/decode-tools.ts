import type {
  JsonObject,
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import {
  invalidField,
  readBooleanValue,
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { decodeCacheMark } from './part-options.ts';

/** Whether a tool is a function. Other tools run at the vendor, or have text as their input. */
export function isFunctionTool(item: Field): boolean {
  const { type = 'function', input_schema: schema } = readObjectValue(item);
  return type === 'function' || (type === 'custom' && schema !== undefined);
}

/** Decodes the tools that are functions. */
export function decodeTools(field: Field): readonly ToolDefinition[] {
  return readItems(field).filter(isFunctionTool).map(decodeTool);
}

/** Cursor sends functions in the forms of the Responses API and of Anthropic's API, without the field `function`. */
function decodeTool(item: Field): ToolDefinition {
  const tool = readObjectValue(item);
  const isFlat = tool.function === undefined && typeof tool.name === 'string';
  const definition = isFlat ? item : readField(tool, 'function', item.path);
  return { ...decodeFunction(definition), ...decodeCacheMark(tool, readObjectValue(definition)) };
}

function decodeFunction(field: Field): ToolDefinition {
  const object = readObjectValue(field);
  const description = readOptional(readField(object, 'description', field.path), readTextValue);
  const strict = readOptional(readField(object, 'strict', field.path), readBooleanValue);
  const schema = object.parameters === undefined ? 'input_schema' : 'parameters';
  const parameters = readOptional(readField(object, schema, field.path), readObjectValue);
  return {
    name: readTextValue(readField(object, 'name', field.path)),
    ...(description !== undefined && { description }),
    inputSchema: parameters ?? createEmptySchema(strict),
    ...(strict !== undefined && { strict }),
  };
}

/** Returns the schema of a function without parameters. OpenAI rejects a strict one that allows others. */
export function createEmptySchema(strict: boolean | undefined): JsonObject {
  return {
    type: 'object',
    properties: {},
    ...(strict === true && { additionalProperties: false }),
  };
}

/** How tools are called, and which of them. */
export interface DecodedChoice {
  readonly toolChoice?: ToolChoice;
  /** The names of the tools that may be called; undefined for all. */
  readonly allowed?: readonly string[];
  /** Whether the choice is a custom tool, which is a function only in the form that Cursor sends. */
  readonly isCustom?: boolean;
}

/** `any` is the word of Mistral and Anthropic for `required`. */
const modes: ReadonlyMap<unknown, ToolChoice> = new Map([
  ['auto', 'auto'],
  ['none', 'none'],
  ['required', 'required'],
  ['any', 'required'],
]);

/** Decodes `tool_choice`, also in the forms of the Responses API and of Anthropic's API. */
export function decodeToolChoice(field: Field): DecodedChoice {
  const mode = modes.get(field.value) ?? modes.get(Object(field.value).type);
  if (mode !== undefined) return { toolChoice: mode };
  if (typeof field.value === 'string') throw invalidField(field, 'auto, none, required');
  const choice = readObjectValue(field);
  const type = readField(choice, 'type', field.path);
  if (type.value === 'allowed_tools') return decodeAllowed(choice, field.path);
  readEnum(type, ['function', 'tool', 'custom']);
  const name = readToolName({ value: choice, path: field.path });
  return { toolChoice: { name }, isCustom: type.value === 'custom' };
}

function decodeAllowed(choice: JsonObject, path: string): DecodedChoice {
  const own = readField(choice, 'allowed_tools', path);
  const { value, path: ownPath } = own.value === undefined ? { value: choice, path } : own;
  const allowed = readObjectValue({ value, path: ownPath });
  return {
    toolChoice: readEnum(readField(allowed, 'mode', ownPath), ['auto', 'required']),
    allowed: readItems(readField(allowed, 'tools', ownPath)).map(readToolName),
  };
}

function readToolName(item: Field): string {
  const tool = readObjectValue(item);
  const kind = isJsonObject(tool.custom) ? 'custom' : 'function';
  const isFlat = typeof tool.name === 'string';
  const definition = isFlat ? item : readField(tool, kind, item.path);
  return readTextValue(readField(readObjectValue(definition), 'name', definition.path));
}

export function decodeResponseFormat(field: Field): ResponseFormat {
  const format = readObjectValue(field);
  const type = readField(format, 'type', field.path);
  switch (readEnum(type, ['text', 'json_object', 'json_schema'])) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      // llama.cpp, Together and Fireworks accept a schema here.
      return decodeSchema(field);
    case 'json_schema': {
      const own = readField(format, 'json_schema', field.path);
      const isFlat = own.value === undefined && isJsonObject(format.schema);
      return decodeSchema(isFlat ? field : { ...own, value: readObjectValue(own) });
    }
  }
}

/** OpenAI requires a name. Other servers do not. */
function decodeSchema(field: Field): ResponseFormat {
  const object = readObjectValue(field);
  const schema = readOptional(readField(object, 'schema', field.path), readObjectValue);
  const name = readString(object, 'name');
  return { type: 'json', ...(name !== undefined && { name }), ...(schema && { schema }) };
}
