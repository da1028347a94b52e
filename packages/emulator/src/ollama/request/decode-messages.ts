import type { Conversation } from '../../openai/request/chat-request.ts';
import { RequestError } from '../errors.ts';
import { type JsonRecord, readList, readRecord, readText } from './read-field.ts';

interface DecodedMessage {
  readonly role: string;
  readonly text: string;
  /** The names and arguments of the calls of an assistant message. */
  readonly callsText: string;
}

const roles = ['system', 'user', 'assistant', 'tool'];

/** Decodes `messages`. Roles may follow each other in every order, and results may have no id. */
export function decodeMessages(value: unknown): Conversation {
  const messages = readList(value, 'messages', '[]api.Message').map(decodeMessage);
  const lastNonTool = messages.findLastIndex(({ role }) => role !== 'tool');
  return {
    messages: messages.map(({ role, text }) => ({ role, text })),
    lastUserMessage: messages.findLast(({ role }) => role === 'user')?.text ?? '',
    toolResults: messages.slice(lastNonTool + 1).map(({ text }) => text),
    text: messages.map(({ text, callsText }) => text + callsText).join('\n'),
  };
}

function decodeMessage(value: unknown): DecodedMessage {
  const message = readRecord(value, 'messages', 'api.Message');
  const role = readText(message['role'], 'messages.role').toLowerCase();
  if (!roles.includes(role)) {
    throw new RequestError(`invalid role: ${role}, must be one of [${roles.join(' ')}]`);
  }
  for (const name of ['thinking', 'tool_name', 'tool_call_id']) {
    readText(message[name], `messages.${name}`);
  }
  const calls = readList(message['tool_calls'], 'messages.tool_calls', '[]api.ToolCall');
  const images = readList(message['images'], 'messages.images', '[]api.ImageData');
  for (const image of images) validateImage(readText(image, 'messages.images'));
  return {
    role,
    text: readText(message['content'], 'messages.content'),
    callsText: calls.map(decodeCall).join(''),
  };
}

function decodeCall(value: unknown): string {
  const path = 'messages.tool_calls.function';
  const call = readRecord(value, 'messages.tool_calls', 'api.ToolCall');
  const called: JsonRecord = readRecord(call['function'], path, 'api.ToolCallFunction');
  const type = 'map[string]interface {}';
  const input = readRecord(called['arguments'], `${path}.arguments`, type);
  return readText(called['name'], `${path}.name`) + JSON.stringify(input);
}

/** Go's decoder accepts standard base64 with padding only. */
function validateImage(base64: string): void {
  const isValid = base64.length % 4 === 0 && /^[a-z0-9+/]*={0,2}$/iu.test(base64);
  if (!isValid) throw new RequestError('illegal base64 data at input byte 4');
}
