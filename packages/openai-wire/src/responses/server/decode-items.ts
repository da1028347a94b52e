import type {
  AssistantPart,
  JsonObject,
  Message,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import {
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

import { decodeArguments } from '../../request/decode/decode-arguments.ts';
import { toOutput } from '../../request/decode/tool-output.ts';
import { customCallType } from '../../tool-call/custom-call.ts';
import { needsStore } from '../response-errors.ts';
import { toolItemType } from './client-tools.ts';
import {
  decodeContent,
  decodeTexts,
  keepItem,
  keepUnknown,
  otherFields,
} from './decode-item-content.ts';

/** Decodes `input`: a text, or a list of items. Items of the model that follow each other are one message. */
export function decodeInput(field: Field, warn: Warn): readonly Message[] {
  if (typeof field.value === 'string') return [{ role: 'user', content: field.value }];
  const messages = new MessageList();
  for (const item of readItems(field)) decodeItem(item, messages, warn);
  return messages.list;
}

/** Collects messages. Parts of the model and results that follow each other are in one message. */
class MessageList {
  readonly list: Message[] = [];
  readonly #toolNames = new Map<string, string>();
  /** The content of the last message, if more can be added to it. */
  #parts: AssistantPart[] | undefined;
  #results: ToolResultPart[] | undefined;

  add(message: Message): void {
    this.#parts = undefined;
    this.#results = undefined;
    this.list.push(message);
  }

  addPart(part: AssistantPart): void {
    if (part.type === 'tool-call') this.#toolNames.set(part.id, part.name);
    if (this.#parts) {
      this.#parts.push(part);
      return;
    }
    const content = [part];
    this.add({ role: 'assistant', content });
    this.#parts = content;
  }

  addResult(result: Omit<ToolResultPart, 'name' | 'type'>): void {
    const name = this.#toolNames.get(result.toolCallId) ?? '';
    const part: ToolResultPart = { type: 'tool-result', name, ...result };
    if (this.#results) {
      this.#results.push(part);
      return;
    }
    const content = [part];
    this.add({ role: 'tool', content });
    this.#results = content;
  }
}

function decodeItem(item: Field, messages: MessageList, warn: Warn): void {
  const object = readObjectValue(item);
  const type = readOptional(readField(object, 'type', item.path), readTextValue) ?? 'message';
  switch (type) {
    case 'message':
      decodeMessage(item, messages, warn);
      return;
    case 'reasoning':
      messages.addPart(decodeReasoning(object));
      return;
    case 'function_call':
    case customCallType:
      messages.addPart(decodeCall(item, type));
      return;
    case 'function_call_output':
    case 'custom_tool_call_output':
      messages.addResult(decodeResult(item, warn));
      return;
    case 'item_reference':
      throw needsStore(`${item.path}.type`);
    case toolItemType:
      messages.addPart(keepItem(object));
      return;
    default:
      messages.addPart(keepUnknown(item, warn));
  }
}

const messageFields: readonly string[] = ['type', 'role', 'content', 'id', 'status'];

function decodeMessage(item: Field, messages: MessageList, warn: Warn): void {
  const object = readObjectValue(item);
  const content = readField(object, 'content', item.path);
  const role = readField(object, 'role', item.path);
  switch (readEnum(role, ['user', 'assistant', 'system', 'developer'])) {
    case 'user':
      messages.add({
        role: 'user',
        content: decodeContent(content, warn),
        ...otherFields(object, messageFields),
      });
      return;
    case 'assistant':
      for (const part of decodeAssistant(object, content)) messages.addPart(part);
      return;
    case 'system':
    case 'developer':
      messages.add({
        role: 'system',
        content: decodeTexts(content, warn),
        ...otherFields(object, messageFields),
      });
  }
}

/** The parts of one message are one text, because the format has annotations and no other fields in them. */
function decodeAssistant(object: JsonObject, content: Field): readonly TextPart[] {
  const texts =
    typeof content.value === 'string'
      ? [content.value]
      : (readOptional(content, readItems) ?? []).map(
          ({ value }) => readString(value, 'text') ?? readString(value, 'refusal') ?? '',
        );
  const text = texts.join('');
  const { phase } = object;
  if (text === '') return [];
  return [
    { type: 'text', text, ...(typeof phase === 'string' && { providerMetadata: { phase } }) },
  ];
}

function decodeReasoning({
  summary,
  content,
  encrypted_content: encrypted,
}: JsonObject): ReasoningPart {
  const parts = [summary, content].flatMap((list) => (Array.isArray(list) ? list : []));
  const texts = parts.flatMap((part: unknown) => readString(part, 'text') ?? []);
  return {
    type: 'reasoning',
    text: texts.join('\n\n'),
    ...(typeof encrypted === 'string' && encrypted !== '' && { signature: encrypted }),
  };
}

const callFields: readonly string[] = [
  'type',
  'id',
  'status',
  'call_id',
  'name',
  'arguments',
  'input',
  'namespace',
];

function decodeCall(item: Field, type: string): ToolCallPart {
  const object = readObjectValue(item);
  const text = (name: string): string => readTextValue(readField(object, name, item.path));
  const namespace = readOptional(readField(object, 'namespace', item.path), readTextValue) ?? '';
  const isCustom = type === customCallType;
  const name = text('name');
  const metadata = {
    ...(isCustom && { type: customCallType }),
    ...(namespace !== '' && { namespace }),
  };
  return {
    type: 'tool-call',
    id: text('call_id'),
    name: namespace === '' ? name : `${namespace}__${name}`,
    argumentsText: isCustom
      ? JSON.stringify({ input: text('input') })
      : decodeArguments(readField(object, 'arguments', item.path)),
    ...(Object.keys(metadata).length > 0 && { providerMetadata: metadata }),
    ...otherFields(object, callFields),
  };
}

const resultFields: readonly string[] = ['type', 'id', 'status', 'call_id', 'output'];

function decodeResult(item: Field, warn: Warn): Omit<ToolResultPart, 'name' | 'type'> {
  const object = readObjectValue(item);
  const content = decodeContent(toOutput(readField(object, 'output', item.path)), warn);
  const output =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return {
    toolCallId: readTextValue(readField(object, 'call_id', item.path)),
    output,
    ...(typeof content !== 'string' && { parts: content }),
    ...otherFields(object, resultFields),
  };
}
