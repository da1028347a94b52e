import { ProviderError, readArray, readNumber, readString } from '@understudy/core/provider';

import type { Account } from './choose-account.ts';

/**
 * The accounts of a list from the site; there may be none.
 *
 * @throws ProviderError `malformed-response` when it is no list
 */
export function readAccounts(body: unknown): readonly Account[] {
  const loads = readArray(body, 'loads');
  if (!loads) {
    throw new ProviderError({
      code: 'malformed-response',
      message: 'the account list: expected an array "loads", and there is none',
    });
  }
  return loads.flatMap((entry): readonly Account[] => {
    const id = readString(entry, 'token_id');
    return id === undefined ? [] : [{ id, load: readNumber(entry, 'count') ?? Infinity }];
  });
}
