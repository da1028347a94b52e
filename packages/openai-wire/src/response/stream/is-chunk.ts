import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject, readArray } from '@understudy/provider-utils';

/** Returns whether a JSON document is a chunk of a streamed response, and not a complete response or an error. */
export function isChunk(json: JsonValue): boolean {
  const [choice] = readArray(json, 'choices') ?? [];
  if (isJsonObject(choice)) return isJsonObject(choice['delta']);
  return isJsonObject(json) && json['object'] === 'chat.completion.chunk';
}
