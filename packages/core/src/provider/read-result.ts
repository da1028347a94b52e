import { isConfigurationError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import * as read from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';
import type { TokenCount } from './provider.ts';

export const readTokenCount: Reader<TokenCount> = read.readObject(
  { inputTokens: read.readInteger(0) },
  {},
);

/**
 * Reads what a provider returned.
 *
 * @param path - the name of the method, for example `models()`
 * @throws ProviderError `malformed-response` with the path of the field that is not valid, without its value
 */
export function readResult<Value>(readValue: Reader<Value>, value: unknown, path: string): Value {
  try {
    return read.readInput(readValue, value, path);
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    const message = `${error.path} is not valid, expected ${error.expected}`;
    throw new ProviderError({ code: 'malformed-response', message, cause: error.cause });
  }
}
