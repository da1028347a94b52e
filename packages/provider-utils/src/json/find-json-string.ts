import { parseJson } from '@understudy/core/internal';
import type { JsonValue } from '@understudy/core/provider';

/** Replaces the string in the test of `findJsonString`. */
const probe = 'probe';

/** The position of a string in raw JSON, without its quotes. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the position of the first string after `before` in raw JSON, if the rest of the JSON can be reused.
 *
 * For the test, the string is replaced and the JSON is parsed. `isText` must find the replacement as the text and
 * nothing else of interest; otherwise the result is undefined.
 *
 * Later JSON with the same characters before `start` and after `end` does not have to be parsed: a JSON parser reads
 * from left to right, so after the same beginning it is at the same position of the same string.
 *
 * @param before - matches the JSON up to the opening quote of the string
 * @param isText - returns whether a parsed value contains the text and nothing else of interest
 */
export function findJsonString(
  json: string,
  before: RegExp,
  isText: (value: JsonValue | undefined, text: string) => boolean,
): TextRange | undefined {
  const match = before.exec(json);
  if (!match) return undefined;
  const start = match.index + match[0].length;
  const end = findStringEnd(json, start);
  if (end === undefined) return undefined;
  const replaced = parseJson(json.slice(0, start) + probe + json.slice(end));
  return isText(replaced, probe) ? { start, end } : undefined;
}

/** Returns the position of the first quote from `start` on that is not escaped: the end of a string in raw JSON. */
export function findStringEnd(json: string, start: number): number | undefined {
  for (let quote = json.indexOf('"', start); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return undefined;
}
