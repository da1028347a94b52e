import type { Conversation } from './chat-request.ts';
import { decodeContent } from './decode-content.ts';
import { type DecodedMessage, roles } from './decoded-message.ts';
import { ParameterError, unknownValue } from './errors/parameter-error.ts';
import { PendingCalls } from './pending-calls.ts';
import {
  type JsonRecord,
  readList,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from './read-parameter.ts';

/** Decodes `messages`. Each tool message must respond to a call of the preceding assistant message. */
export function decodeMessages(value: unknown, path: string): Conversation {
  const messages = readList(value, path).map((message, index) =>
    decodeMessage(message, `${path}[${index}]`),
  );
  if (messages.length === 0) {
    throw new ParameterError(
      `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      path,
      'empty_array',
    );
  }
  const pending = new PendingCalls();
  for (const message of messages) pending.add(message);
  pending.end(path);
  const lastNonTool = messages.findLastIndex(({ role }) => role !== 'tool');
  return {
    messages: messages.map(({ role, text }) => ({ role, text })),
    lastUserMessage: messages.findLast(({ role }) => role === 'user')?.text ?? '',
    toolResults: messages.slice(lastNonTool + 1).map(({ text }) => text),
    text: messages.map(({ text, callsText }) => text + callsText).join('\n'),
  };
}

function decodeMessage(value: unknown, path: string): DecodedMessage {
  const message = readRecord(value, path);
  const role = readRole(message['role'], `${path}.role`);
  const calls = readOptional(message['tool_calls'], `${path}.tool_calls`, decodeCalls) ?? [];
  const content = message['content'];
  const optional = role === 'assistant' && (content === null || content === undefined);
  const toolCallId =
    role === 'tool'
      ? readRequired(message['tool_call_id'], `${path}.tool_call_id`, readText)
      : undefined;
  return {
    path,
    role,
    text: optional ? '' : readRequired(content, `${path}.content`, decodeContent),
    callsText: calls.map(({ text }) => text).join(''),
    callIds: calls.map(({ id }) => id),
    toolCallId,
  };
}

function readRole(value: unknown, path: string): DecodedMessage['role'] {
  const text = readRequired(value, path, readText);
  const role = roles.find((name) => name === text);
  if (role === undefined) throw unknownValue(path, text, roles);
  return role;
}

interface DecodedCall {
  readonly id: string;
  readonly text: string;
}

function decodeCalls(value: unknown, path: string): readonly DecodedCall[] {
  return readList(value, path).map((call, index) => decodeCall(call, `${path}[${index}]`));
}

function decodeCall(value: unknown, path: string): DecodedCall {
  const call: JsonRecord = readRecord(value, path);
  const definition = readRequired(call['function'], `${path}.function`, readRecord);
  const name = readRequired(definition['name'], `${path}.function.name`, readText);
  const text = readRequired(definition['arguments'], `${path}.function.arguments`, readText);
  return { id: readRequired(call['id'], `${path}.id`, readText), text: name + text };
}
