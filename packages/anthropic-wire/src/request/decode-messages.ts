import type { AssistantMessage, Message, SystemMessage, TextPart } from '@understudy/core/provider';
import {
  readField,
  readItems,
  readObjectValue,
  readOptional,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import {
  decodeAssistantBlock,
  decodeResult,
  decodeText,
  decodeUserBlock,
  isResult,
  keepBlock,
  keepSystem,
  readRole,
} from './decode-content.ts';

/** Decodes the top-level `system`. */
export function decodeSystem(field: Field): SystemMessage {
  return { role: 'system', content: decodeTexts(field) };
}

function decodeTexts(field: Field): SystemMessage['content'] {
  return typeof field.value === 'string' ? field.value : readItems(field).map(decodeSystemText);
}

/** Claude Code begins with such a text. It differs in each request, which would defeat the prompt cache of others. */
const attribution = 'x-anthropic-billing-header:';

function decodeSystemText(item: Field): TextPart {
  const block = readObjectValue(item);
  // Blocks in messages can change the tools.
  if (block.type !== undefined && block.type !== 'text') return keepBlock(block);
  const part = decodeText(item);
  return part.text.startsWith(attribution) ? keepBlock(block) : part;
}

/** Decodes messages. The results of a user message become a message of their own, before its other content. */
export function decodeMessages(field: Field): readonly Message[] {
  const toolNames = new Map<string, string>();
  return readItems(field).flatMap((item) => {
    const message = readObjectValue(item);
    const content = readField(message, 'content', item.path);
    switch (readRole(readField(message, 'role', item.path))) {
      case 'system':
        return [{ ...decodeInner(content), ...keepSystem(message) }];
      case 'user':
        return decodeUser(content, toolNames);
      case 'assistant':
        return [decodeAssistant(content, toolNames)];
    }
  });
}

/** A message of the system between others can have only fields. Without a part, it would not reach a target. */
function decodeInner(content: Field): SystemMessage {
  const message = readOptional(content, decodeSystem);
  return message && message.content.length > 0
    ? message
    : { role: 'system', content: [{ type: 'text', text: '' }] };
}

function decodeUser(content: Field, toolNames: ReadonlyMap<string, string>): readonly Message[] {
  if (typeof content.value === 'string') return [{ role: 'user', content: content.value }];
  const items = readItems(content);
  const results = items.filter(isResult).map((item) => decodeResult(item, toolNames));
  const others = items.filter((item) => !isResult(item)).map(decodeUserBlock);
  return [
    ...(results.length > 0 ? [{ role: 'tool', content: results } as const] : []),
    ...(others.length > 0 ? [{ role: 'user', content: others } as const] : []),
  ];
}

function decodeAssistant(content: Field, toolNames: Map<string, string>): AssistantMessage {
  if (typeof content.value === 'string') return { role: 'assistant', content: content.value };
  const parts = readItems(content).map(decodeAssistantBlock);
  for (const part of parts) if (part.type === 'tool-call') toolNames.set(part.id, part.name);
  return { role: 'assistant', content: parts };
}
