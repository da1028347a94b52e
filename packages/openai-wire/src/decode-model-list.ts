import { readArray, readString } from '@understudy/core/provider';
import type { ModelInfo } from '@understudy/core/provider';

/**
 * The models of `GET /models`.
 *
 * @throws ProviderError `malformed-response` for what is no list
 */
export function decodeModelList(json: unknown): readonly ModelInfo[] {
  return (readArray(json, 'data') ?? []).flatMap((entry) => {
    const id = readString(entry, 'id');
    return id === undefined ? [] : [{ id }];
  });
}
