import type {
  AssistantMessage,
  JsonObject,
  Message,
  ToolCallPart,
  ToolMessage,
} from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';
import { encodeToolCall } from '../tool-call/encode-tool-call.ts';
import { encodeContent, encodeText, warnUnsupportedPart } from './encode-content.ts';
import type { Warn } from './encode-content.ts';
import { shortenToolCallIds } from './shorten-tool-call-ids.ts';
import type { ToolCallIds } from './shorten-tool-call-ids.ts';

/** Encodes messages. Parts that the wire format does not support are omitted with a warning. */
export function encodeMessages(
  messages: readonly Message[],
  quirks: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  const idFor = shortenToolCallIds(messages, quirks);
  return messages.flatMap((message) => encodeMessage(message, { quirks, warn, idFor }));
}

interface MessageEncoding {
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly idFor: ToolCallIds;
}

function encodeMessage(message: Message, encoding: MessageEncoding): readonly JsonObject[] {
  const { quirks, warn } = encoding;
  switch (message.role) {
    case 'system':
      return [
        { role: quirks.systemRole ?? 'system', content: encodeText(message.content, quirks) },
      ];
    case 'user':
      return [{ role: 'user', content: encodeContent(message.content, quirks, warn) }];
    case 'assistant':
      return encodeAssistant(message, encoding);
    case 'tool':
      return encodeResults(message, encoding);
  }
}

/** Text, calls and reasoning have one field each, so their order is lost. */
function encodeAssistant(
  { content }: AssistantMessage,
  { quirks, warn, idFor }: MessageEncoding,
): readonly JsonObject[] {
  if (typeof content === 'string') return [{ role: 'assistant', content }];
  const texts = content.filter((part) => part.type === 'text');
  const calls = content.filter((part) => part.type === 'tool-call');
  for (const part of content) warnIfOmitted(part, warn);
  if (texts.length === 0 && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: texts.length > 0 ? encodeText(texts, quirks) : null,
      ...encodeReasoning(content, quirks),
      ...(calls.length > 0 && { tool_calls: calls.map((call) => encodeCall(call, idFor)) }),
    },
  ];
}

type AssistantPart = Exclude<AssistantMessage['content'], string>[number];

function encodeReasoning(
  content: readonly AssistantPart[],
  { reasoningField }: Quirks,
): JsonObject {
  const parts = content.filter((part) => part.type === 'reasoning');
  if (reasoningField === undefined || parts.length === 0) return {};
  return { [reasoningField]: parts.map(({ text }) => text).join('') };
}

/** Omitted reasoning is not reported, because a model does not need it. */
function warnIfOmitted(part: AssistantPart, warn: Warn): void {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'tool-call':
      return;
    case 'file':
      warn('file omitted: assistant messages cannot contain files');
      return;
    default:
      warnUnsupportedPart(part, warn);
  }
}

/** OpenAI rejects a call whose arguments are an empty string. */
function encodeCall(call: ToolCallPart, idFor: ToolCallIds): JsonObject {
  const argumentsText = call.argumentsText === '' ? '{}' : call.argumentsText;
  return encodeToolCall({ ...call, id: idFor(call.id), argumentsText });
}

/** The wire format has one message per result, no field for `isError`, and results are text only. */
function encodeResults(
  { content }: ToolMessage,
  { quirks, warn, idFor }: MessageEncoding,
): readonly JsonObject[] {
  return content.map(({ toolCallId, output, parts }) => {
    const texts = parts?.filter((part) => part.type === 'text');
    const isText = texts !== undefined && texts.length === parts?.length;
    if (parts && !isText) warn('parts of a tool result omitted: only text is supported');
    return {
      role: 'tool',
      tool_call_id: idFor(toolCallId),
      content: isText ? encodeText(texts, quirks) : output,
    };
  });
}
