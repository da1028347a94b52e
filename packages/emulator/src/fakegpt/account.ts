import { createHash } from 'node:crypto';

import type { FakeGptLoginFaultName } from './faults/request-faults.ts';

/** A shared account of the emulated server. */
export interface FakeGptAccount {
  /** The id of the account, 32 hexadecimal digits. @defaultValue derived from the index in the list */
  readonly tokenId?: string;
  /** The load of the account without running chats. @defaultValue derived from the index in the list */
  readonly load?: number;
  /** The fault of every login to this account. */
  readonly loginFault?: FakeGptLoginFaultName;
}

export interface Account {
  readonly tokenId: string;
  readonly load: number;
  readonly loginFault: FakeGptLoginFaultName | undefined;
}

/** Creates a number of accounts, or the given accounts. Missing fields are derived from the index. */
export function createAccounts(accounts: number | readonly FakeGptAccount[]): readonly Account[] {
  const definitions =
    typeof accounts === 'number' ? Array.from({ length: accounts }, () => ({})) : accounts;
  return definitions.map((account: FakeGptAccount, index) => ({
    tokenId: account.tokenId ?? createTokenId(index),
    load: account.load ?? (index * 5 + 3) % 13,
    loginFault: account.loginFault,
  }));
}

function createTokenId(index: number): string {
  return createHash('sha256').update(`account ${index}`).digest('hex').slice(0, 32);
}
