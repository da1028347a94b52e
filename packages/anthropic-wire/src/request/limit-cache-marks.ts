import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

const maxMarks = 4;

/** The fields with marks, in the order in which they lose them. */
const markedFields = ['messages', 'system', 'tools'] as const;

/**
 * Omits cache marks until the API accepts their number. The oldest marks of messages are omitted first, because a later
 * mark caches what is before it too.
 */
export function limitCacheMarks(body: JsonObject, warn: Warn): JsonObject {
  const counts = markedFields.map((name) => countMarks(body[name]));
  const count = counts.reduce((sum, each) => sum + each, isJsonObject(body.cache_control) ? 1 : 0);
  if (count <= maxMarks) return body;
  warn(`cache marks omitted: the API accepts ${maxMarks}, the request has ${count}`);
  let excess = count - maxMarks;
  const omitMarks = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(omitMarks);
    if (!isJsonObject(value)) return value;
    const { cache_control: mark, ...others } = value;
    const isOmitted = isJsonObject(mark) && excess > 0;
    if (isOmitted) excess -= 1;
    const kept = isOmitted ? others : value;
    return Array.isArray(kept.content) ? { ...kept, content: omitMarks(kept.content) } : kept;
  };
  const limited = markedFields.flatMap((name) => {
    const value = body[name];
    return value === undefined ? [] : [[name, omitMarks(value)] as const];
  });
  return { ...body, ...Object.fromEntries(limited) };
}

function countMarks(value: JsonValue | undefined): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countMarks(each), 0);
  if (!isJsonObject(value)) return 0;
  return (isJsonObject(value.cache_control) ? 1 : 0) + countMarks(value.content);
}
