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
    case 'compaction':
      return joinLines(block.content);
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

/** Returns the paths of the blocks and fields of messages of which other targets receive nothing. */
export function findOwnParts(messages: unknown): readonly string[] {
  return toItems(messages, 'messages').flatMap(([message, path]) => {
    const blocks = toItems(message.content, `${path}.content`).flatMap(findInBlock);
    if (message.role !== 'system') return blocks;
    return [
      ...blocks,
      ...systemFields.filter((name) => name in message).map((name) => `${path}.${name}`),
    ];
  });
}

const systemFields: readonly string[] = ['clear_at', 'output_config'];

type Item = readonly [value: JsonObject, path: string];

function toItems(value: unknown, path: string): readonly Item[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index): readonly Item[] =>
    isJsonObject(item) ? [[item, `${path}[${index}]`]] : [],
  );
}

/** Blocks that all targets receive, or that only their vendor can read: it has its own reasoning. */
const known: ReadonlySet<unknown> = new Set([
  'text',
  'tool_use',
  'thinking',
  'redacted_thinking',
  'fallback',
]);

const commonSources: readonly unknown[] = ['base64', 'text', 'url'];

/** The content of a result, and that of a document, are blocks too. */
function findInBlock([block, path]: Item): readonly string[] {
  if (known.has(block.type)) return [];
  if (block.type === 'tool_result')
    return toItems(block.content, `${path}.content`).flatMap(findInBlock);
  const source = isJsonObject(block.source) ? block.source : {};
  const context = typeof block.context === 'string' ? [`${path}.context`] : [];
  if (commonSources.includes(source.type)) return context;
  if (describeBlock(block) === '') return [path];
  const files = toItems(source.content, `${path}.source.content`).filter(
    ([each]) => each.type !== 'text',
  );
  return [...files.map(([, each]) => each), ...context];
}
