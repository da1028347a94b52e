import type { JsonValue } from '@understudy/core/provider';
import { parseExactJson, readArray, readNumber, readObject } from '@understudy/provider-utils';

/** Returns the arguments of a function call with the digits of the server, which `JSON.parse` rounds. */
export function findExactArguments(data: string, index: number): JsonValue | undefined {
  const candidates = readArray(parseExactJson(data), 'candidates') ?? [];
  const first = candidates.find((candidate) => (readNumber(candidate, 'index') ?? 0) === 0);
  const parts = readArray(readObject(first, 'content'), 'parts') ?? [];
  return readObject(readObject(parts[index], 'functionCall'), 'args');
}
