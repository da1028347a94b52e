import type { JsonObject } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import { findInnerJson } from '@understudy/provider-utils/internal';

/** Returns the JSON of the vendor's error that a gateway puts into its own error. */
export function findInnerError(error: JsonObject, message: string): string | undefined {
  return (
    // OpenRouter and Vercel put the body of the vendor behind them into these fields.
    readString(readObject(error, 'metadata'), 'raw') ??
    readString(readObject(error, 'value'), 'error_message') ??
    findInnerJson(message)
  );
}
