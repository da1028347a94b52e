import type { JsonObject } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import { findInnerJson } from '@understudy/provider-utils/internal';

/** Returns the JSON of the vendor's error that a gateway puts into its own error. */
export function findInnerError(error: JsonObject, message: string): string | undefined {
  // OpenRouter puts the body of the vendor behind it into `metadata.raw`.
  return readString(readObject(error, 'metadata'), 'raw') ?? findInnerJson(message);
}
