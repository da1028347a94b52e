import type {
  AssistantMessage,
  Message,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '@understudy/core/provider';
import {
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { readSignature } from '../../tool-call/tool-call-signature.ts';
import { decodeContent, decodeText, decodeTextPart } from './decode-content.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

/** Decodes messages. Consecutive tool results are merged into one message. */
export function decodeMessages(field: Field): readonly Message[] {
  const toolNames = new Map<string, string>();
  const messages: Message[] = [];
  for (const item of readItems(field)) {
    const message = decodeMessage(item, toolNames);
    for (const call of findToolCalls(message)) toolNames.set(call.id, call.name);
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
  return messages;
}

function findToolCalls({ role, content }: Message): readonly ToolCallPart[] {
  if (role !== 'assistant' || typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call');
}

function decodeMessage(item: Field, toolNames: ReadonlyMap<string, string>): Message {
  const message = readObjectValue(item);
  const content = readField(message, 'content', item.path);
  const role = readEnum(readField(message, 'role', item.path), roles);
  switch (role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: decodeText(content) };
    case 'user':
      return { role, content: decodeContent(content) };
    case 'assistant':
      return decodeAssistant(item, content);
    case 'tool':
      return { role, content: [decodeResult(item, content, toolNames)] };
  }
}

function decodeAssistant(item: Field, content: Field): AssistantMessage {
  const message = readObjectValue(item);
  const toolCalls = readOptional(readField(message, 'tool_calls', item.path), readItems);
  const calls = toolCalls?.map(decodeCall) ?? [];
  const reasoning = decodeReasoning(item);
  const refusal = readOptional(readField(message, 'refusal', item.path), readTextValue);
  const text = readOptional(content, decodeAssistantText) ?? refusal;
  if (reasoning.length + calls.length === 0) return { role: 'assistant', content: text ?? '' };
  return { role: 'assistant', content: [...reasoning, ...toParts(text), ...calls] };
}

function decodeReasoning(item: Field): readonly ReasoningPart[] {
  const message = readObjectValue(item);
  const text =
    readOptional(readField(message, 'reasoning_content', item.path), readTextValue) ??
    readOptional(readField(message, 'reasoning', item.path), readTextValue);
  return text === undefined || text === '' ? [] : [{ type: 'reasoning', text }];
}

function toParts(text: string | readonly TextPart[] | undefined): readonly TextPart[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? [{ type: 'text', text }] : text;
}

function decodeAssistantText(content: Field): string | readonly TextPart[] {
  if (typeof content.value === 'string') return content.value;
  return readItems(content).map((item) => {
    const part = readObjectValue(item);
    const type = readEnum(readField(part, 'type', item.path), ['text', 'refusal']);
    if (type === 'text') return decodeTextPart(item);
    return { type: 'text', text: readTextValue(readField(part, 'refusal', item.path)) };
  });
}

function decodeCall(item: Field): ToolCallPart {
  const call = readObjectValue(item);
  const definition = readField(call, 'function', item.path);
  const { path } = definition;
  const object = readObjectValue(definition);
  const signature = readSignature(call);
  return {
    type: 'tool-call',
    id: readTextValue(readField(call, 'id', item.path)),
    name: readTextValue(readField(object, 'name', path)),
    argumentsText: readTextValue(readField(object, 'arguments', path)),
    ...(signature !== '' && { signature }),
  };
}

/** In the wire format, the name of the tool is in the call, not in the result. */
function decodeResult(
  item: Field,
  content: Field,
  toolNames: ReadonlyMap<string, string>,
): ToolResultPart {
  const message = readObjectValue(item);
  const toolCallId = readTextValue(readField(message, 'tool_call_id', item.path));
  const text = decodeText(content);
  const output = typeof text === 'string' ? text : text.map((part) => part.text).join('');
  const name =
    toolNames.get(toolCallId) ??
    readOptional(readField(message, 'name', item.path), readTextValue) ??
    '';
  return { type: 'tool-result', toolCallId, name, output };
}
