import type { JsonValue } from '@understudy/core/provider';
import { parseJson } from '@understudy/provider-utils';

import { JsonObjectScanner } from '../tool-call/json-object-scanner.ts';

/** A dictionary is searched up to here, because the search of texts without an end takes quadratic time. */
const maxLength = 4096;

/** A text or a constant of Python. */
const literal = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False)\b/g;

const escapeOrQuote = /\\.|"/g;

const constants: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
]);

/**
 * Parses the object at the beginning of a text, as JSON or as a dictionary of Python, which LiteLLM and other servers
 * in Python print. Returns undefined if it is neither.
 */
export function parseObjectText(text: string): JsonValue | undefined {
  return parseJson(text) ?? parseJson(takeObject(toJson(text.slice(0, maxLength))));
}

/** LiteLLM appends its own dictionaries to an error. */
function takeObject(text: string): string {
  const scanner = new JsonObjectScanner();
  for (let index = 0; index < text.length; index += 1) {
    scanner.add(text.charAt(index));
    if (scanner.closed) return text.slice(0, index + 1);
  }
  return text;
}

function toJson(dictionary: string): string {
  return dictionary.replaceAll(literal, (found: string, single: string | undefined) => {
    if (single === undefined) return constants.get(found) ?? found;
    return `"${single.replaceAll(escapeOrQuote, escapeQuote)}"`;
  });
}

/** Python escapes single quotes in such a text, JSON double quotes. */
function escapeQuote(found: string): string {
  if (found === "\\'") return "'";
  return found === '"' ? '\\"' : found;
}
