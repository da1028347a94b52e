import { readString } from '@understudy/core/internal';
import type { JsonValue } from '@understudy/core/provider';

const rawJson: unknown = Reflect.get(JSON, 'rawJSON');

/**
 * Parses JSON so that `JSON.stringify` of the result writes each number as it was.
 *
 * `JSON.parse` rounds integers of more than 15 digits, such as ids in the arguments of a tool call. Returns undefined
 * if the text is not JSON. Only pass the result to `JSON.stringify`: a number can be an object of `JSON.rawJSON`.
 */
export function parseExactJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text, keepNumber);
    return value;
  } catch {
    return undefined;
  }
}

/** The third parameter is missing in some runtimes. Then the parsed number is used. */
function keepNumber(_name: string, value: unknown, ...context: readonly unknown[]): unknown {
  if (typeof value !== 'number' || typeof rawJson !== 'function') return value;
  const source = readString(context[0], 'source');
  if (source === undefined || source === String(value)) return value;
  const raw: unknown = Reflect.apply(rawJson, JSON, [source]);
  return raw;
}
