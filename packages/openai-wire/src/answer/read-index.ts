import type { JsonValue } from '@understudy/core/provider';

import { malformed } from './answer-errors.ts';

/** No vendor gives as many choices or tool calls. */
export const indexLimit = 1024;

/**
 * An index that can be one.
 *
 * @throws ProviderError `malformed-response` for any other value
 */
export function readIndex(index: JsonValue, what: string): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < indexLimit) {
    return index;
  }
  throw malformed(`the index of a ${what} from 0 to ${indexLimit - 1}`, 'another');
}
