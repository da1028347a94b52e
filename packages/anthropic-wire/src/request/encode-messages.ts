import type { JsonObject, Message, SystemMessage, ToolResultPart } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';

import { encodeAssistant } from './encode-assistant.ts';
import { addOptions, encodeContent, isBlank } from './encode-block.ts';
import type { Encoding } from './encode-block.ts';
import { encodeToolId } from './encode-tool-id.ts';

/** The fields `system` and `messages` of a request. */
export interface EncodedMessages {
  readonly system?: string | readonly JsonObject[];
  readonly messages: readonly JsonObject[];
}

interface Turn {
  readonly role: 'user' | 'assistant';
  /** Results of tool calls, which must be the first blocks of their turn. */
  readonly results: readonly JsonObject[];
  readonly content: string | readonly JsonObject[];
}

/**
 * Encodes messages. System messages at the start become `system`, others text of the user.
 *
 * Messages of the same role are merged, so that all results of a turn are in one message, before other content. Blank
 * text is omitted, because the API rejects it.
 */
export function encodeMessages(
  messages: readonly Message[],
  encoding: Encoding & { readonly trimsEnd: boolean },
): EncodedMessages {
  const first = messages.findIndex(({ role }) => role !== 'system');
  const start = first < 0 ? messages.length : first;
  const system = encodeSystem(messages.slice(0, start).filter(isSystem), encoding);
  // The API requires a message of the user.
  if (first < 0 && system.length > 0) return { messages: [{ role: 'user', content: system }] };
  const turns = mergeTurns(messages.slice(start).map((message) => encodeTurn(message, encoding)));
  return {
    ...(system.length > 0 && { system }),
    messages: encoding.trimsEnd ? trimPrefill(turns) : turns.map(encodeMerged),
  };
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === 'system';
}

function encodeSystem(
  messages: readonly SystemMessage[],
  encoding: Encoding,
): string | readonly JsonObject[] {
  const contents = messages.map((message) => encodeTurn(message, encoding).content);
  const [only = ''] = contents;
  return contents.length > 1 ? contents.flatMap(toBlocks) : only;
}

function encodeTurn(message: Message, encoding: Encoding): Turn {
  switch (message.role) {
    case 'tool':
      return { role: 'user', results: encodeResults(message.content, encoding), content: '' };
    case 'assistant': {
      const { content } = message;
      const encoded = typeof content === 'string' ? content : encodeAssistant(content, encoding);
      return { role: 'assistant', results: [], content: markLast(encoded, message, encoding) };
    }
    case 'system':
    case 'user': {
      const { content } = message;
      const encoded = typeof content === 'string' ? content : encodeContent(content, encoding);
      return { role: 'user', results: [], content: markLast(encoded, message, encoding) };
    }
  }
}

/** The format has no fields for options of a message. They are those of its last block. */
function markLast(content: Turn['content'], message: Message, encoding: Encoding): Turn['content'] {
  const options = optionsOf(message, encoding.provider);
  if (Object.keys(options).length === 0) return content;
  const blocks = toBlocks(content);
  const last = blocks.at(-1);
  return last ? [...blocks.slice(0, -1), addOptions(last, options)] : [];
}

function toBlocks(content: Turn['content']): readonly JsonObject[] {
  if (typeof content !== 'string') return content;
  return isBlank(content) ? [] : [{ type: 'text', text: content }];
}

function encodeResults(
  results: readonly ToolResultPart[],
  encoding: Encoding,
): readonly JsonObject[] {
  return results.map((part) => {
    const { toolCallId, output, parts, isError } = part;
    const content = parts ? encodeContent(parts, encoding) : output;
    const block = {
      type: 'tool_result',
      tool_use_id: encodeToolId(toolCallId),
      ...(content.length > 0 && { content }),
      ...(isError === true && { is_error: true }),
    };
    return addOptions(block, optionsOf(part, encoding.provider));
  });
}

function mergeTurns(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (isEmpty(turn)) continue;
    if (last?.role === turn.role) merged[merged.length - 1] = join(last, turn);
    else merged.push(turn);
  }
  return merged;
}

function isEmpty({ results, content }: Turn): boolean {
  return results.length === 0 && toBlocks(content).length === 0;
}

function join(left: Turn, right: Turn): Turn {
  return {
    role: left.role,
    results: [...left.results, ...right.results],
    content: [...toBlocks(left.content), ...toBlocks(right.content)],
  };
}

function encodeMerged({ role, results, content }: Turn): JsonObject {
  return results.length === 0
    ? { role, content }
    : { role, content: [...results, ...toBlocks(content)] };
}

/** An assistant message at the end begins the response. Its text must not end in white space. */
function trimPrefill(turns: readonly Turn[]): readonly JsonObject[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') return turns.map(encodeMerged);
  const content = trimEnd(last.content);
  return [...turns.slice(0, -1), { ...last, content }].map(encodeMerged);
}

function trimEnd(content: Turn['content']): Turn['content'] {
  if (typeof content === 'string') return content.trimEnd();
  const block = content.at(-1);
  if (typeof block?.text !== 'string') return content;
  return [...content.slice(0, -1), { ...block, text: block.text.trimEnd() }];
}
