import type { JsonValue } from '../chat/json.ts';
import { parseJson } from '../json/read-json-value.ts';

/** Deeper documents are not completed. */
const maxDepth = 64;

/**
 * Parses a JSON object or array that was cut off, without its last, incomplete field if that has no value.
 *
 * Returns undefined for other text.
 */
export function parseJsonPrefix(text: string): JsonValue | undefined {
  const { closers, lastComma } = scan(text);
  if (closers === undefined) return undefined;
  const complete = parseJson(text.replace(/\\u?[\da-f]{0,3}$/i, '') + closers);
  if (complete !== undefined || lastComma < 0) return complete;
  const shorter = text.slice(0, lastComma);
  return parseJson(shorter + (scan(shorter).closers ?? ''));
}

/** Returns what closes the open string, objects and arrays, and the position of the last comma outside strings. */
function scan(text: string): { readonly closers: string | undefined; readonly lastComma: number } {
  const open: string[] = [];
  let inString = false;
  let lastComma = -1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',') lastComma = index;
    if (open.length > maxDepth) return { closers: undefined, lastComma };
  }
  if (open.length === 0) return { closers: undefined, lastComma };
  return { closers: (inString ? '"' : '') + open.toReversed().join(''), lastComma };
}
