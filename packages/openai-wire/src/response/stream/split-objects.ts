import { JsonObjectScanner } from '../../tool-call/json-object-scanner.ts';

const framing = /\s*(?:data\s*:\s*)*/y;

/**
 * Splits JSON objects that follow each other on one line, with or without `data:` between them. The rest is the last
 * part.
 */
export function splitObjects(text: string): readonly string[] {
  const parts: string[] = [];
  let scanner = new JsonObjectScanner();
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    scanner.add(text.charAt(index));
    if (!scanner.closed) continue;
    parts.push(text.slice(start, index + 1));
    framing.lastIndex = index + 1;
    framing.test(text);
    start = framing.lastIndex;
    index = start - 1;
    scanner = new JsonObjectScanner();
  }
  return start < text.length ? [...parts, text.slice(start)] : parts;
}
