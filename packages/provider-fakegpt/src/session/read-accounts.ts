import { ProviderError } from '@understudy/core/provider';
import { readArray, readNumber, readString } from '@understudy/provider-utils';

import type { Account } from './choose-account.ts';

/**
 * Reads the server's list of accounts, which may be empty.
 *
 * @throws ProviderError `malformed-response` if the body contains no list
 */
export function readAccounts(body: unknown): readonly Account[] {
  const loads = readArray(body, 'loads');
  if (!loads) {
    throw new ProviderError({
      code: 'malformed-response',
      message: 'account list: expected a list "loads", received none',
    });
  }
  return loads.flatMap((entry): readonly Account[] => {
    const id = readString(entry, 'token_id');
    return id === undefined ? [] : [{ id, load: readNumber(entry, 'count') ?? Infinity }];
  });
}
