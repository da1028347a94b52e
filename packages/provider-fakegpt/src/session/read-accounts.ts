import { ProviderError } from '@understudy/core/provider';
import { readArray, readNumber, readString } from '@understudy/provider-utils';

import type { Account } from './choose-account.ts';

/**
 * Reads the server's list of accounts, which may be empty. Entries without an id are ignored.
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
  const accounts = new Map<string, Account>();
  for (const entry of loads) {
    const id = readString(entry, 'token_id');
    if (id) accounts.set(id, { id, load: readNumber(entry, 'count') ?? Infinity });
  }
  return [...accounts.values()];
}
