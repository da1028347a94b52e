import type { JsonObject, Message, ToolResultPart } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  callsOf,
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, UserPart, Warn } from '@understudy/provider-utils/internal';

import { decodeAssistant } from './decode-assistant.ts';
import { decodeContent, decodePart, decodeText } from './decode-content.ts';
import { FunctionCalls } from './legacy-functions.ts';
import { addOptions, decodeCacheMark, wireFormat } from './part-options.ts';
import { toOutput } from './tool-output.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

/** What the decoders of messages have in common. */
interface Decoding {
  /** The names of the tools, by the ids of their calls so far. */
  readonly toolNames: ReadonlyMap<string, string>;
  readonly functionCalls: FunctionCalls;
  readonly warn: Warn;
}

/**
 * Decodes messages. Consecutive tool results are merged into one message. Parts that only targets with the same format
 * receive are reported.
 */
export function decodeMessages(field: Field, warn: Warn): readonly Message[] {
  const toolNames = new Map<string, string>();
  const messages: Message[] = [];
  const decoding = { toolNames, functionCalls: new FunctionCalls(), warn };
  for (const item of readItems(field)) {
    for (const message of decodeMessage(item, decoding)) {
      for (const call of callsOf(message)) toolNames.set(call.id, call.name);
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

function decodeMessage(item: Field, decoding: Decoding): readonly Message[] {
  const { toolNames, functionCalls, warn } = decoding;
  const message = readObjectValue(item);
  const content = readField(message, 'content', item.path);
  const role = readEnum(readField(message, 'role', item.path), roles);
  const options = decodeOptions(message);
  switch (role) {
    case 'system':
    case 'developer':
      return [{ role: 'system', content: decodeText(content, warn), ...options }];
    case 'user':
      return decodeUser(content, decoding).map((each) => ({ ...each, ...options }));
    case 'assistant':
      return [{ ...decodeAssistant(item, content, functionCalls, warn), ...options }];
    case 'tool': {
      const id = readTextValue(readField(message, 'tool_call_id', item.path));
      const name = readOptional(readField(message, 'name', item.path), readTextValue);
      const result = decodeContent(toOutput(content), warn);
      const part = createResult(id, result, toolNames.get(id) ?? name);
      return [{ role, content: [{ ...part, ...decodeCacheMark(message) }] }];
    }
    case 'function': {
      const name = readTextValue(readField(message, 'name', item.path));
      const result = decodeContent(toOutput(content), warn);
      return [{ role: 'tool', content: [createResult(functionCalls.find(name), result, name)] }];
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
function decodeUser(content: Field, { toolNames, warn }: Decoding): readonly Message[] {
  const items = Array.isArray(content.value) ? readItems(content) : [];
  const results = items.filter(isResult);
  if (results.length === 0) return [{ role: 'user', content: decodeContent(content, warn) }];
  const parts = results.map((item) => {
    const part = readObjectValue(item);
    const id = readTextValue(readField(part, 'tool_use_id', item.path));
    const output = decodeContent(readField(part, 'content', item.path), warn);
    const result = createResult(id, output, toolNames.get(id));
    return { ...result, ...(part.is_error === true && { isError: true }) };
  });
  const rest = items.filter((item) => !isResult(item)).map((item) => decodePart(item, warn));
  const user: readonly Message[] = rest.length > 0 ? [{ role: 'user', content: rest }] : [];
  return [{ role: 'tool', content: parts }, ...user];
}

function isResult({ value }: Field): boolean {
  return isJsonObject(value) && value.type === 'tool_result';
}

/** In the wire format, the name of the tool is in the call, not in the result. */
function createResult(
  toolCallId: string,
  content: string | readonly UserPart[],
  name = '',
): ToolResultPart {
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
