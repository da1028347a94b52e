import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

/** Returns the text of a block that only the API has, for targets with another format; empty if it has none. */
export function describeBlock(block: JsonObject): string {
  switch (block.type) {
    case 'search_result':
      return joinLines(block.title, block.source, readTexts(block.content));
    case 'document': {
      const source = isJsonObject(block.source) ? block.source : {};
      const { content } = source;
      const text = typeof content === 'string' ? content : readTexts(content);
      return joinLines(block.title, text);
    }
    case 'tool_reference':
      return joinLines(block.tool_name);
    default:
      return '';
  }
}

function readTexts(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return joinLines(...content.map((part: unknown) => readString(part, 'text')));
}

function joinLines(...values: readonly unknown[]): string {
  return values.filter((value) => typeof value === 'string' && value !== '').join('\n');
}

const known: ReadonlySet<unknown> = new Set(['text', 'tool_result']);

/** Returns the paths of the blocks in messages of the user and the system of which other targets receive nothing. */
export function findOwnBlocks(messages: unknown): readonly string[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown, index) => {
    if (!isJsonObject(message) || message.role === 'assistant') return [];
    const content = Array.isArray(message.content) ? message.content : [];
    return content.flatMap((block: unknown, position) =>
      isJsonObject(block) && isOwn(block) ? [`messages[${index}].content[${position}]`] : [],
    );
  });
}

const commonSources: readonly unknown[] = ['base64', 'text', 'url'];

function isOwn(block: JsonObject): boolean {
  if (known.has(block.type)) return false;
  const source = isJsonObject(block.source) ? block.source.type : undefined;
  return !commonSources.includes(source) && describeBlock(block) === '';
}
