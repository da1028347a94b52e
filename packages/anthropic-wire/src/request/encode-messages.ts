import { ProviderError } from '@understudy/core/provider';
import type {
  JsonObject,
  Message,
  SystemMessage,
  ToolResultPart,
  UserMessage,
} from '@understudy/core/provider';
import { matchResults, optionsOf } from '@understudy/provider-utils';
import { startWithUser } from '@understudy/provider-utils/internal';

import { encodeAssistant } from './encode-assistant.ts';
import { addOptions, encodeContent, isBlank } from './encode-block.ts';
import type { Encoding, MessageEncoding } from './encode-block.ts';
import { encodeToolId } from './encode-tool-id.ts';
import { matchServerBlocks } from './match-server-blocks.ts';
import { matchToolsets } from './match-toolsets.ts';
import {
  addThinking,
  encodeTurn,
  isThinking,
  mergeTurns,
  toBlocks,
  withoutFinalThinking,
} from './turn.ts';
import type { Turn } from './turn.ts';

/** The fields `system` and `messages` of a request. */
export interface EncodedMessages {
  readonly system?: string | readonly JsonObject[];
  readonly messages: readonly JsonObject[];
}

/**
 * Encodes messages. System messages at the start become `system`, others text of the user. Those that a client of the
 * API has sent between other messages stay what they are if the model accepts them.
 *
 * Messages of the same role are merged, so that all results of a turn are in one message, before other content. Blank
 * text is omitted, and missing results are added, because the API rejects the message otherwise.
 *
 * @throws ProviderError `unsupported-feature` for a message of the user of which nothing would remain
 */
export function encodeMessages(
  conversation: readonly Message[],
  encoding: MessageEncoding & { readonly trimsEnd: boolean; readonly requiredThinking: boolean },
): EncodedMessages {
  const { warn } = encoding;
  const messages = matchResults(conversation, warn);
  const first = messages.findIndex((each) => !isSystem(each) || staysFirst(each, encoding));
  const end = first < 0 ? messages.length : first;
  const system = encodeSystem(messages.slice(0, end).filter(isSystem), encoding);
  const merged = mergeTurns(messages.slice(end).map((message) => encodeMessage(message, encoding)));
  const turns = mergeTurns(matchServerBlocks(matchToolsets(merged), warn));
  const hasSystem = system.length > 0;
  const start = Math.max(
    turns.findIndex(({ role }) => role !== 'system'),
    0,
  );
  const started = startWithUser<Turn>(withoutFinalThinking(turns.slice(start)), {
    hasSystem,
    createUserTurn: (content) => ({ role: 'user', results: [], content }),
    warn,
  });
  const all = [...turns.slice(0, start), ...started];
  const complete = encoding.requiredThinking ? addThinking(all) : all;
  return {
    ...(hasSystem && { system }),
    messages: encoding.trimsEnd ? trimPrefill(complete) : complete.map(encodeTurn),
  };
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === 'system';
}

/** A message without text, which only changes the effort or the tools, can be the first one. */
function staysFirst(
  message: SystemMessage,
  { provider, systemMessages }: MessageEncoding,
): boolean {
  const { content } = message;
  const hasText = typeof content === 'string' || content.some(({ text }) => text !== '');
  return systemMessages && !hasText && isOwn(message, provider);
}

/** Whether a client of the API has sent the message between others. */
function isOwn(message: SystemMessage, provider: string): boolean {
  return optionsOf(message, provider).role === 'system';
}

function encodeSystem(
  messages: readonly SystemMessage[],
  encoding: MessageEncoding,
): string | readonly JsonObject[] {
  const contents = messages.map((message) => encodeLeading(message, encoding));
  const [only = ''] = contents;
  const isText = contents.length === 1 && typeof only === 'string' && !isBlank(only);
  return isText ? only : contents.flatMap(toBlocks);
}

/** A client of the API can place the system prompt here too. */
function encodeLeading(message: SystemMessage, encoding: MessageEncoding): Turn['content'] {
  const content = encodeInput(message.content, encoding);
  return isOwn(message, encoding.provider) ? content : markLast(content, message, encoding);
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
    case 'system': {
      const { role, ...fields } = optionsOf(message, encoding.provider);
      const content = encodeInput(message.content, encoding);
      if (role !== 'system') {
        return { role: 'user', results: [], content: markLast(content, message, encoding) };
      }
      if (encoding.systemMessages) return { role, results: [], content, fields };
      encoding.warn('message of the system sent as text of the user: the model rejects its role');
      return { role: 'user', results: [], content };
    }
    case 'user': {
      const encoded = encodeInput(message.content, encoding);
      return { role: 'user', results: [], content: markLast(encoded, message, encoding) };
    }
  }
}

function encodeInput(
  content: (SystemMessage | UserMessage)['content'],
  encoding: MessageEncoding,
): Turn['content'] {
  if (typeof content === 'string') return content;
  const encoded = encodeContent(content, encoding);
  if (encoded.length > 0 || content.every(({ type }) => type === 'text')) return encoded;
  const message = 'the API supports no part of a message; send text, JPEG, PNG, GIF, WebP and PDF';
  throw new ProviderError({ code: 'unsupported-feature', message });
}

/**
 * The format has no fields for options of a message. They are those of its last block that is not reasoning, on which
 * the API rejects cache marks.
 */
function markLast(content: Turn['content'], message: Message, encoding: Encoding): Turn['content'] {
  const options = optionsOf(message, encoding.provider);
  if (Object.keys(options).length === 0) return content;
  const blocks = toBlocks(content);
  const index = blocks.findLastIndex((block) => !isThinking(block));
  const last = blocks[index];
  return last ? blocks.with(index, addOptions(last, options)) : blocks;
}

function encodeResults(
  results: readonly ToolResultPart[],
  encoding: Encoding,
): readonly JsonObject[] {
  return results.map((part) => {
    const block = {
      type: 'tool_result',
      tool_use_id: encodeToolId(part.toolCallId),
      ...encodeOutput(part, encoding),
    };
    return addOptions(block, optionsOf(part, encoding.provider));
  });
}

/** The output is sent if the API supports none of the parts. */
function encodeOutput(
  { output, parts = [], isError }: ToolResultPart,
  encoding: Encoding,
): JsonObject {
  const blocks = encodeContent(parts, encoding);
  const plain = isBlank(output) ? '' : output;
  const content = blocks.length > 0 ? blocks : plain;
  if (isError !== true) return content.length > 0 ? { content } : {};
  // The API accepts only text in a failure, and rejects one without a text.
  return blocks.some(({ type }) => type !== 'text')
    ? { content: [{ type: 'text', text: 'The tool failed.' }, ...blocks] }
    : { content: content.length > 0 ? content : '(no output)', is_error: true };
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
