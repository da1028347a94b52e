import { parseJson } from '@understudy/core/internal';

/** V8 copies a slice of at most this length. A longer one would keep the complete read in memory. */
const maxCopiedLength = 12;
const backslash = 0x5c;
const quote = 0x22;

/** Returns the text of a JSON string without its quotes, or undefined if it is not one. Short texts need no parser. */
export function parseJsonString(json: string): string | undefined {
  if (json.length <= maxCopiedLength && isPlain(json)) return json;
  const text = parseJson(`"${json}"`);
  return typeof text === 'string' ? text : undefined;
}

/** Whether a JSON string can contain these characters as they are (RFC 8259, 7). */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === quote || unit === backslash) return false;
  }
  return true;
}
