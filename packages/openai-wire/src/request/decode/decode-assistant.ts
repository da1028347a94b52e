import type {
  AssistantMessage,
  AssistantPart,
  JsonObject,
  ReasoningPart,
  TextPart,
  ToolCallPart,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import {
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

import { readSignature } from '../../tool-call/tool-call-signature.ts';
import { decodeArguments } from './decode-arguments.ts';
import { decodeParts, decodeTextPart, isText } from './decode-content.ts';
import type { FunctionCalls } from './legacy-functions.ts';
import { keepUnknown } from './part-options.ts';

/** Decodes an assistant message. Reasoning comes first, calls come last. */
export function decodeAssistant(
  item: Field,
  content: Field,
  functionCalls: FunctionCalls,
  warn: Warn,
): AssistantMessage {
  const message = readObjectValue(item);
  const toolCalls = readOptional(readField(message, 'tool_calls', item.path), readItems) ?? [];
  const own = readField(message, 'function_call', item.path);
  const functionCall = readOptional(own, (field) => functionCalls.add(field));
  const calls = [...toolCalls.map(decodeCall), ...(functionCall ? [functionCall] : [])];
  const reasoning = decodeReasoning(item);
  const { value: audio } = readField(message, 'audio', item.path);
  if (audio !== undefined) warn(`audio that only its vendor has ignored: ${item.path}.audio`);
  const refusal = readOptional(readField(message, 'refusal', item.path), readTextValue);
  const text =
    content.value === undefined
      ? (refusal ?? '')
      : decodeParts(content, (part) => decodePart(part, warn));
  if (reasoning.length + calls.length === 0) return { role: 'assistant', content: text };
  return { role: 'assistant', content: [...reasoning, ...toParts(text), ...calls] };
}

function decodeReasoning(item: Field): readonly ReasoningPart[] {
  const message = readObjectValue(item);
  const text =
    readOptional(readField(message, 'reasoning_content', item.path), readTextValue) ??
    readOptional(readField(message, 'reasoning', item.path), readTextValue);
  return text === undefined || text === '' ? [] : [{ type: 'reasoning', text }];
}

function toParts(content: string | readonly AssistantPart[]): readonly AssistantPart[] {
  if (typeof content !== 'string') return content;
  return content === '' ? [] : [{ type: 'text', text: content }];
}

/** Decodes a part: text, a refusal, reasoning as Mistral sends it, or a call as Cursor sends it. */
function decodePart(item: Field, warn: Warn): AssistantPart {
  const part = readObjectValue(item);
  const text = (name: string): string => readTextValue(readField(part, name, item.path));
  if (isText(item)) return decodeModelText(item);
  switch (text('type')) {
    case 'refusal':
      return { type: 'text', text: text('refusal') } satisfies TextPart;
    case 'thinking':
    case 'reasoning':
      return { type: 'reasoning', text: joinTexts(part.thinking ?? part.text) };
    case 'tool_use':
      return {
        type: 'tool-call',
        id: text('id'),
        name: text('name'),
        argumentsText: JSON.stringify(part.input ?? {}),
      };
    default:
      return keepUnknown(item, warn);
  }
}

/** The Responses API has no mark for a prompt cache in a text of the model. */
function decodeModelText(item: Field): TextPart {
  const { providerOptions, ...part } = decodeTextPart(item);
  const { 'openai-responses': _omitted, ...options } = providerOptions ?? {};
  return Object.keys(options).length > 0 ? { ...part, providerOptions: options } : part;
}

function joinTexts(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value)
    ? value.map((part: unknown) => readString(part, 'text') ?? '').join('')
    : '';
}

function decodeCall(item: Field): ToolCallPart {
  const call = readObjectValue(item);
  const id = readTextValue(readField(call, 'id', item.path));
  if (isJsonObject(call.custom)) return decodeCustomCall(id, call.custom, `${item.path}.custom`);
  const definition = readField(call, 'function', item.path);
  const object = readObjectValue(definition);
  return {
    type: 'tool-call',
    id,
    name: readTextValue(readField(object, 'name', definition.path)),
    argumentsText: decodeArguments(readField(object, 'arguments', definition.path)),
    ...readSignature(call),
  };
}

/** The input of a custom tool is text. */
function decodeCustomCall(id: string, custom: JsonObject, path: string): ToolCallPart {
  const text = (name: string): string => readTextValue(readField(custom, name, path));
  const argumentsText = JSON.stringify({ input: text('input') });
  return { type: 'tool-call', id, name: text('name'), argumentsText };
}
