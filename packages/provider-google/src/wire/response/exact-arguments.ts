import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject, parseExactJson, readObject } from '@understudy/provider-utils';
import { readIndex } from '@understudy/provider-utils/internal';

import { toList } from './to-list.ts';

/** Returns the arguments of a function call with the digits of the server, which `JSON.parse` rounds. */
export function findExactArguments(data: string, index: number): JsonValue | undefined {
  const first = readList(parseExactJson(data), 'candidates').find(
    (candidate) => isJsonObject(candidate) && readIndex(candidate.index) === 0,
  );
  const parts = readList(readObject(first, 'content'), 'parts');
  return readObject(readObject(parts[index], 'functionCall'), 'args');
}

function readList(value: unknown, name: string): readonly JsonValue[] {
  const list = isJsonObject(value) ? value[name] : undefined;
  return (list !== undefined && toList(list)) || [];
}
