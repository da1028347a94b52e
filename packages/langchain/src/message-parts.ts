import { isDeepStrictEqual } from 'node:util';

import type { AIMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import type { AssistantMessage, AssistantPart, ToolCallPart } from '@understudy/core';
import { parseJson, readArray, readObject, readString } from '@understudy/core/internal';

import { readArguments } from './read-arguments.ts';

/** The key of Understudy in `additional_kwargs`. */
export const partsKey = 'understudy';

/**
 * Returns the parts of a response in the form in which a message keeps them.
 *
 * LangChain copies a message field by field when it is stored, and loses a URL, which has none. Core accepts its text.
 */
export function encodeParts(
  content: AssistantMessage['content'],
): AssistantMessage['content'] | readonly object[] {
  if (typeof content === 'string') return content;
  return content.map((part) =>
    part.type === 'file' && part.data.type === 'url'
      ? { ...part, data: { type: 'url', url: part.data.url.href } }
      : part,
  );
}

/**
 * Returns the parts of a response that a chat created, with the tool calls of the message. Returns undefined for
 * another message, and for one whose text or calls are others. Core checks the parts.
 */
export function readParts(message: AIMessage): readonly AssistantPart[] | undefined {
  const parts = readArray(readObject(message.additional_kwargs, partsKey), 'parts');
  if (!parts?.every(isPart) || !isUnchanged(message, parts)) return undefined;
  const calls = new Map(message.tool_calls?.map((call) => [call.id, call]));
  return parts.map((part) =>
    part.type === 'tool-call' ? updateCall(part, calls.get(part.id)) : part,
  );
}

/** Returns a tool call that can be run. */
export function encodeCall({ id = '', name, args }: ToolCall): ToolCallPart {
  return { type: 'tool-call', id, name, argumentsText: JSON.stringify(args) };
}

const types: readonly unknown[] = [
  'text',
  'reasoning',
  'tool-call',
  'file',
] satisfies readonly AssistantPart['type'][];

function isPart(part: unknown): part is AssistantPart {
  return types.includes(readString(part, 'type'));
}

/** Returns the tool calls of a message, also those that cannot be run. */
export function callsOf({
  tool_calls: calls = [],
  invalid_tool_calls: invalid = [],
}: AIMessage): readonly { readonly id?: string; readonly name?: string }[] {
  return [...calls, ...invalid];
}

/** An app can remove text and tool calls from a message, and trim a conversation. */
function isUnchanged(message: AIMessage, parts: readonly AssistantPart[]): boolean {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const ids = parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
  const calls = callsOf(message);
  return (
    text === message.text &&
    ids.length === calls.length &&
    calls.every(({ id }) => id !== undefined && ids.includes(id))
  );
}

/**
 * A person can change a tool call, for example with `humanInTheLoopMiddleware`. Its reasoning is kept, because some
 * vendors reject a call without it. Stores can change the order of the arguments.
 */
function updateCall(part: ToolCallPart, call: ToolCall | undefined): ToolCallPart {
  if (!call) return part;
  const { name, argumentsText } = encodeCall(call);
  const isSame =
    part.name === name && isDeepStrictEqual(readArguments(part), parseJson(argumentsText));
  // A signature is that of the call that the model wrote.
  const { signature: _signature, ...others } = part;
  return isSame ? part : { ...others, name, argumentsText };
}
