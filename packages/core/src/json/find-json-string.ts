import type { JsonValue } from '../chat/json.ts';
import { parseJson } from './read-json-value.ts';

const probe = 'probe';

/** Where a string stands in raw JSON, without its quotes. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the string stands that alone makes the text of a piece of JSON: the first one behind `before`.
 * It is tried with another text in its place: undefined unless `isText` then finds that text, and
 * nothing else of interest.
 *
 * With it, JSON that begins and ends alike need not be parsed again: JSON is read from left to right, so
 * after an equal beginning a parser stands at the same place in the same string.
 */
export function findJsonString(
  json: string,
  before: RegExp,
  isText: (value: JsonValue | undefined, text: string) => boolean,
): TextRange | undefined {
  const found = before.exec(json);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const end = findStringEnd(json, start);
  if (end === undefined) return undefined;
  const tried = parseJson(json.slice(0, start) + probe + json.slice(end));
  return isText(tried, probe) ? { start, end } : undefined;
}

/** Where the string that holds `start` ends: its first quote that no backslash escapes. */
function findStringEnd(json: string, start: number): number | undefined {
  for (let quote = json.indexOf('"', start); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return undefined;
}
