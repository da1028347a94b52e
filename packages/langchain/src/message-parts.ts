import { isDeepStrictEqual } from 'node:util';

import type { AIMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import type { AssistantMessage, AssistantPart, ToolCallPart } from '@understudy/core';
import { readArray, readObject, readString } from '@understudy/core/internal';

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
 * Returns the parts of a response that a chat created, or undefined for another message and for one that was changed.
 * Core checks the parts.
 */
export function readParts(message: AIMessage): readonly AssistantPart[] | undefined {
  const parts = readArray(readObject(message.additional_kwargs, partsKey), 'parts');
  if (!parts?.every(isPart) || !isUnchanged(message, parts)) return undefined;
  return parts;
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

/** An app can remove text and tool calls from a message, and trim a conversation. A person can change tool calls. */
function isUnchanged(message: AIMessage, parts: readonly AssistantPart[]): boolean {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const sent = new Map(
    parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part]] : [])),
  );
  const calls = callsOf(message);
  return (
    text === message.text &&
    sent.size === calls.length &&
    calls.every(({ id = '' }) => sent.has(id)) &&
    (message.tool_calls ?? []).every((call) => isSameCall(call, sent.get(call.id ?? '')))
  );
}

/** Stores can change the order of the arguments. */
function isSameCall({ name, args }: ToolCall, part: ToolCallPart | undefined): boolean {
  const input = part && readArguments(part);
  return part?.name === name && isDeepStrictEqual(input, JSON.parse(JSON.stringify(args)));
}
