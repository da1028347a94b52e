import type { JsonObject, Message, SystemMessage, ToolResultPart } from '@understudy/core/provider';
import { matchResults, optionsOf } from '@understudy/provider-utils';
import { startWithUser } from '@understudy/provider-utils/internal';

import { encodeAssistant } from './encode-assistant.ts';
import { addOptions, encodeContent, isBlank } from './encode-block.ts';
import type { Encoding, MessageEncoding } from './encode-block.ts';
import { encodeToolId } from './encode-tool-id.ts';
import { matchServerBlocks } from './match-server-blocks.ts';
import { encodeTurn, mergeTurns, toBlocks, withoutFinalThinking } from './turn.ts';
import type { Turn } from './turn.ts';

/** The fields `system` and `messages` of a request. */
export interface EncodedMessages {
  readonly system?: string | readonly JsonObject[];
  readonly messages: readonly JsonObject[];
}

/**
 * Encodes messages. System messages at the start become `system`, others text of the user.
 *
 * Messages of the same role are merged, so that all results of a turn are in one message, before other content. Blank
 * text is omitted, and missing results are added, because the API rejects the message otherwise.
 */
export function encodeMessages(
  conversation: readonly Message[],
  encoding: MessageEncoding & { readonly trimsEnd: boolean },
): EncodedMessages {
  const { warn } = encoding;
  const messages = matchResults(conversation, warn);
  const first = messages.findIndex(({ role }) => role !== 'system');
  const start = first < 0 ? messages.length : first;
  const system = encodeSystem(messages.slice(0, start).filter(isSystem), encoding);
  const merged = mergeTurns(
    messages.slice(start).map((message) => encodeMessage(message, encoding)),
  );
  const turns = mergeTurns(matchServerBlocks(merged, warn));
  const hasSystem = system.length > 0;
  const started = startWithUser<Turn>(withoutFinalThinking(turns), {
    hasSystem,
    createUserTurn: (content) => ({ role: 'user', results: [], content }),
    warn,
  });
  return {
    ...(hasSystem && { system }),
    messages: encoding.trimsEnd ? trimPrefill(started) : started.map(encodeTurn),
  };
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === 'system';
}

function encodeSystem(
  messages: readonly SystemMessage[],
  encoding: MessageEncoding,
): string | readonly JsonObject[] {
  const contents = messages.map((message) => encodeMessage(message, encoding).content);
  const [only = ''] = contents;
  const isText = contents.length === 1 && typeof only === 'string' && !isBlank(only);
  return isText ? only : contents.flatMap(toBlocks);
}

function encodeMessage(message: Message, encoding: MessageEncoding): Turn {
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

function encodeResults(
  results: readonly ToolResultPart[],
  encoding: Encoding,
): readonly JsonObject[] {
  return results.map((part) => {
    const { toolCallId, output, parts, isError } = part;
    const encoded = parts ? encodeContent(parts, encoding) : output;
    // The API rejects a failure without a text.
    const isEmpty = toBlocks(encoded).length === 0;
    const content = isError === true && isEmpty ? '(no output)' : encoded;
    const block = {
      type: 'tool_result',
      tool_use_id: encodeToolId(toolCallId),
      ...(content.length > 0 && { content }),
      ...(isError === true && { is_error: true }),
    };
    return addOptions(block, optionsOf(part, encoding.provider));
  });
}

/** An assistant message at the end begins the response. Its text must not end in white space. */
function trimPrefill(turns: readonly Turn[]): readonly JsonObject[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') return turns.map(encodeTurn);
  const content = trimEnd(last.content);
  return [...turns.slice(0, -1), { ...last, content }].map(encodeTurn);
}

function trimEnd(content: Turn['content']): Turn['content'] {
  if (typeof content === 'string') return content.trimEnd();
  const block = content.at(-1);
  if (typeof block?.text !== 'string') return content;
  return [...content.slice(0, -1), { ...block, text: block.text.trimEnd() }];
}
