import type { JsonObject, Message, ToolCallPart, ToolResultPart } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { decodeAssistant } from './decode-assistant.ts';
import { decodeContent, decodeText } from './decode-content.ts';
import type { UserPart } from './decode-content.ts';
import { addOptions, decodeCacheMark, wireFormat } from './part-options.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

/** Decodes messages. Consecutive tool results are merged into one message. */
export function decodeMessages(field: Field): readonly Message[] {
  const toolNames = new Map<string, string>();
  const messages: Message[] = [];
  for (const item of readItems(field)) {
    for (const message of decodeMessage(item, toolNames)) {
      for (const call of findToolCalls(message)) toolNames.set(call.id, call.name);
      addMessage(messages, message);
    }
  }
  return messages;
}

function addMessage(messages: Message[], message: Message): void {
  const last = messages.at(-1);
  if (message.role === 'tool' && last?.role === 'tool') {
    messages[messages.length - 1] = {
      role: 'tool',
      content: [...last.content, ...message.content],
    };
  } else {
    messages.push(message);
  }
}

function findToolCalls({ role, content }: Message): readonly ToolCallPart[] {
  if (role !== 'assistant' || typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call');
}

function decodeMessage(item: Field, toolNames: ReadonlyMap<string, string>): readonly Message[] {
  const message = readObjectValue(item);
  const content = readField(message, 'content', item.path);
  const role = readEnum(readField(message, 'role', item.path), roles);
  const options = decodeOptions(message);
  switch (role) {
    case 'system':
    case 'developer':
      return [{ role: 'system', content: decodeText(content), ...options }];
    case 'user':
      return decodeUser(content, toolNames).map((each) => ({ ...each, ...options }));
    case 'assistant':
      return [{ ...decodeAssistant(item, content), ...options }];
    case 'tool': {
      const id = readTextValue(readField(message, 'tool_call_id', item.path));
      const name = readOptional(readField(message, 'name', item.path), readTextValue);
      const part = decodeResult(id, content, toolNames.get(id) ?? name);
      return [{ role, content: [{ ...part, ...decodeCacheMark(message) }] }];
    }
  }
}

/** The name of a participant, and the mark for a prompt cache. */
function decodeOptions(message: JsonObject): Pick<Message, 'providerOptions'> {
  const options = decodeCacheMark(message);
  const { name } = message;
  if (typeof name !== 'string' || name === '') return options;
  return addOptions(options, { [wireFormat]: { name } });
}

/** Cursor sends the results of tools as parts of a user message, as in Anthropic's API. */
function decodeUser(content: Field, toolNames: ReadonlyMap<string, string>): readonly Message[] {
  const items = Array.isArray(content.value) ? readItems(content) : [];
  const results = items.filter(isResult);
  if (results.length === 0) return [{ role: 'user', content: decodeContent(content) }];
  const others = items.filter((item) => !isResult(item)).map(({ value }) => value);
  const rest = decodeContent({ ...content, value: others });
  const parts = results.map((item) => {
    const part = readObjectValue(item);
    const id = readTextValue(readField(part, 'tool_use_id', item.path));
    const result = decodeResult(id, readField(part, 'content', item.path), toolNames.get(id));
    return { ...result, ...(part.is_error === true && { isError: true }) };
  });
  const user: readonly Message[] = rest.length > 0 ? [{ role: 'user', content: rest }] : [];
  return [{ role: 'tool', content: parts }, ...user];
}

function isResult({ value }: Field): boolean {
  return isJsonObject(value) && value.type === 'tool_result';
}

/** In the wire format, the name of the tool is in the call, not in the result. */
function decodeResult(toolCallId: string, field: Field, name = ''): ToolResultPart {
  const content = decodeContent(field);
  const isPlain = typeof content === 'string' || content.every(isPlainText);
  const output =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return {
    type: 'tool-result',
    toolCallId,
    name,
    output,
    ...(!isPlain && { parts: content }),
  };
}

function isPlainText({ type, providerOptions }: UserPart): boolean {
  return type === 'text' && providerOptions === undefined;
}
