import type {
  AssistantMessage,
  JsonObject,
  Message,
  ToolCallPart,
  ToolMessage,
} from '@understudy/core/provider';

import { encodeToolCall } from '../encode-tool-call.ts';
import type { Quirks } from '../quirks.ts';
import { definedFields } from './defined-fields.ts';
import { encodeContent, encodeText, warnOfPart } from './encode-content.ts';
import type { Warn } from './encode-content.ts';
import { shortenToolCallIds } from './shorten-tool-call-ids.ts';
import type { ToolCallIds } from './shorten-tool-call-ids.ts';

/** A conversation in the dialect; what of it has no place there is warned of. */
export function encodeMessages(
  messages: readonly Message[],
  quirks: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  const idFor = shortenToolCallIds(messages, quirks);
  return messages.flatMap((message) => encodeMessage(message, { quirks, warn, idFor }));
}

interface Encoding {
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly idFor: ToolCallIds;
}

function encodeMessage(message: Message, encoding: Encoding): readonly JsonObject[] {
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

/** Text, calls and reasoning each have a field, whatever their order was; a message of nothing else goes. */
function encodeAssistant(
  { content }: AssistantMessage,
  { quirks, warn, idFor }: Encoding,
): readonly JsonObject[] {
  if (typeof content === 'string') return [{ role: 'assistant', content }];
  const texts = content.filter((part) => part.type === 'text');
  const calls = content.filter((part) => part.type === 'tool-call');
  const thoughts = content.filter((part) => part.type === 'reasoning');
  for (const part of content) warnOfLost(part, warn);
  const reasoning =
    quirks.reasoningField !== undefined && thoughts.length > 0
      ? { [quirks.reasoningField]: thoughts.map(({ text }) => text).join('') }
      : {};
  const toolCalls = calls.length > 0 ? calls.map((call) => encodeCall(call, idFor)) : undefined;
  if (texts.length === 0 && toolCalls === undefined) return [];
  const text = texts.length > 0 ? encodeText(texts, quirks) : null;
  return [
    { role: 'assistant', content: text, ...reasoning, ...definedFields({ tool_calls: toolCalls }) },
  ];
}

/** Reasoning that is left out is missed by nobody. */
function warnOfLost(part: Exclude<AssistantMessage['content'], string>[number], warn: Warn): void {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'tool-call':
      return;
    case 'file':
      warn('the dialect takes no file back from an assistant: it was left out');
      return;
    default:
      warnOfPart(part, warn);
  }
}

/** Arguments that were never told are an empty object of them. */
function encodeCall(call: ToolCallPart, idFor: ToolCallIds): JsonObject {
  const argumentsText = call.argumentsText === '' ? '{}' : call.argumentsText;
  return encodeToolCall({ ...call, id: idFor(call.id), argumentsText });
}

/** A message for each result; that a tool failed is told by the result itself. */
function encodeResults({ content }: ToolMessage, { idFor }: Encoding): readonly JsonObject[] {
  return content.map(({ toolCallId, output }) => ({
    role: 'tool',
    tool_call_id: idFor(toolCallId),
    content: output,
  }));
}
