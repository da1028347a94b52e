import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** Returns what the API accepts in a request, if the item is a compaction: an encrypted summary of the context. */
export function readCompaction(item: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(item) || item.type !== 'compaction') return undefined;
  const { type, encrypted_content: encrypted } = item;
  return typeof encrypted === 'string' ? { type, encrypted_content: encrypted } : undefined;
}
