import { createHash } from 'node:crypto';

import type { FakeGptLoginFaultName } from './faults/fakegpt-fault.ts';

/** One shared account of the emulated site. */
export interface FakeGptAccount {
  /** 32 hexadecimal digits. @defaultValue made from the account's place in the list */
  readonly tokenId?: string;
  /** The load it reports while nobody talks to it. @defaultValue varies from account to account */
  readonly load?: number;
  /** How every login to it fails. */
  readonly loginFault?: FakeGptLoginFaultName;
}

export interface Account {
  readonly tokenId: string;
  readonly load: number;
  readonly loginFault: FakeGptLoginFaultName | undefined;
}

/** A number of accounts, or these; what an account does not say follows from its place. */
export function createAccounts(accounts: number | readonly FakeGptAccount[]): readonly Account[] {
  const described =
    typeof accounts === 'number' ? Array.from({ length: accounts }, () => ({})) : accounts;
  return described.map((account: FakeGptAccount, index) => ({
    tokenId: account.tokenId ?? createTokenId(index),
    load: account.load ?? (index * 5 + 3) % 13,
    loginFault: account.loginFault,
  }));
}

function createTokenId(index: number): string {
  return createHash('sha256').update(`account ${index}`).digest('hex').slice(0, 32);
}
