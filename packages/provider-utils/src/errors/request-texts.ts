import { parseJson } from '@understudy/core/internal';
import type { JsonValue } from '@understudy/core/provider';

import { removedText } from './vendor-message.ts';

/** Longer texts, such as prompts and images, are not copied into error messages without quotes. */
const maxTextLength = 512;

/** What precedes a copied text that is not quoted. */
const beforeCopy =
  '(?:["\'`“„‘«「『《(<\\[{:=]\\s*|(?:model|tool|function|parameter|param|property|field|argument|name|named|value|key|user|metadata|schema|string|id)s?\\s+|模型|工具|函数|参数|字段|用户)';

/**
 * Returns the strings and the names of fields in a JSON request that pass a filter, in lower case, the longest first.
 *
 * A text that is no JSON has none.
 */
export function findRequestTexts(
  body: string,
  filter: (text: string) => boolean,
): readonly string[] {
  const texts = new Set<string>();
  const pending: (JsonValue | undefined)[] = [parseJson(body)];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string') addText(texts, value, filter);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      addText(texts, key, filter);
      pending.push(item);
    }
  }
  return [...texts].toSorted((left, right) => right.length - left.length);
}

function addText(texts: Set<string>, value: string, filter: (text: string) => boolean): void {
  const text = value.toLowerCase();
  if (text.length <= maxTextLength && filter(text)) texts.add(text);
}

/** Removes texts of the request from a message where it quotes or names them. */
export function removeRequestTexts(message: string, texts: readonly string[]): string {
  return texts.reduce((text, copied) => {
    const escaped = copied.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const pattern = new RegExp(`(${beforeCopy})${escaped}`, 'gi');
    return text.replaceAll(pattern, `$1${removedText}`);
  }, message);
}
