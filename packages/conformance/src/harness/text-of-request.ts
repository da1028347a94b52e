import { isJsonObject, parseJson } from '@understudy/core/provider';

import type { MockRequest } from '../wire-format.ts';

/** All that a request says, whatever its form: as it came, and each string of its JSON as it was meant. */
export function textOfRequest({ path, body }: MockRequest): string {
  return [decodeLeniently(path), decodeLeniently(body), ...stringsIn(parseJson(body))].join('\n');
}

/** The strings in a JSON value, names of fields included. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => [name, ...stringsIn(field)]);
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
