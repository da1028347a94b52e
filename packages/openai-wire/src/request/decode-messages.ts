import type {
  AssistantMessage,
  Message,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '@understudy/core/provider';

import { readSignature } from '../response/tool-call-signature.ts';
import { decodeContent, decodeText, decodeTextPart } from './decode-content.ts';
import { fieldOf, itemsOf, objectOf, optional, textOf, wordOf } from './read-field.ts';
import type { Field } from './read-field.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

/** A conversation; results that follow each other become one message, as they are answers to one. */
export function decodeMessages(field: Field): readonly Message[] {
  const toolNames = new Map<string, string>();
  const messages: Message[] = [];
  for (const item of itemsOf(field)) {
    const message = decodeMessage(item, toolNames);
    for (const call of callsOf(message)) toolNames.set(call.id, call.name);
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

function callsOf({ role, content }: Message): readonly ToolCallPart[] {
  if (role !== 'assistant' || typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call');
}

function decodeMessage(item: Field, toolNames: ReadonlyMap<string, string>): Message {
  const message = objectOf(item);
  const content = fieldOf(message, 'content', item.path);
  const role = wordOf(fieldOf(message, 'role', item.path), roles);
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
  const message = objectOf(item);
  const calls = optional(fieldOf(message, 'tool_calls', item.path), itemsOf)?.map(decodeCall) ?? [];
  const thought =
    optional(fieldOf(message, 'reasoning_content', item.path), textOf) ??
    optional(fieldOf(message, 'reasoning', item.path), textOf);
  const refusal = optional(fieldOf(message, 'refusal', item.path), textOf);
  const reasoning: readonly ReasoningPart[] =
    thought === undefined ? [] : [{ type: 'reasoning', text: thought }];
  const text = optional(content, decodeAssistantText) ?? refusal;
  if (reasoning.length + calls.length === 0) return { role: 'assistant', content: text ?? '' };
  return { role: 'assistant', content: [...reasoning, ...toParts(text), ...calls] };
}

function toParts(text: string | readonly TextPart[] | undefined): readonly TextPart[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? [{ type: 'text', text }] : text;
}

function decodeAssistantText(content: Field): string | readonly TextPart[] {
  if (typeof content.value === 'string') return content.value;
  return itemsOf(content).map((item) => {
    const part = objectOf(item);
    const type = wordOf(fieldOf(part, 'type', item.path), ['text', 'refusal']);
    if (type === 'text') return decodeTextPart(item);
    return { type: 'text', text: textOf(fieldOf(part, 'refusal', item.path)) };
  });
}

function decodeCall(item: Field): ToolCallPart {
  const call = objectOf(item);
  const called = fieldOf(call, 'function', item.path);
  const told = objectOf(called);
  const signature = readSignature(call);
  return {
    type: 'tool-call',
    id: textOf(fieldOf(call, 'id', item.path)),
    name: textOf(fieldOf(told, 'name', called.path)),
    argumentsText: textOf(fieldOf(told, 'arguments', called.path)),
    ...(signature !== '' && { signature }),
  };
}

/** The dialect names the tool in the call only. */
function decodeResult(
  item: Field,
  content: Field,
  toolNames: ReadonlyMap<string, string>,
): ToolResultPart {
  const message = objectOf(item);
  const toolCallId = textOf(fieldOf(message, 'tool_call_id', item.path));
  const text = decodeText(content);
  const output = typeof text === 'string' ? text : text.map((part) => part.text).join('');
  const name =
    toolNames.get(toolCallId) ?? optional(fieldOf(message, 'name', item.path), textOf) ?? '';
  return { type: 'tool-result', toolCallId, name, output };
}
