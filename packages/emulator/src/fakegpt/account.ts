import { createHash } from 'node:crypto';

import { listFaultNames } from '../faults/fault-table.ts';
import { invalidType } from '../readers/invalid-value.ts';
import { createListReader, createObjectReader } from '../readers/object-readers.ts';
import {
  type Reader,
  createChoiceReader,
  readNonNegativeInteger,
  readString,
} from '../readers/value-readers.ts';
import { type FakeGptLoginFaultName, loginFaults } from './faults/request-faults.ts';

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

const readList = createListReader(
  'a list of accounts',
  createObjectReader<FakeGptAccount>({
    tokenId: readString,
    load: readNonNegativeInteger,
    loginFault: createChoiceReader(listFaultNames(loginFaults)),
  }),
);

/** Accepts a number of accounts, or a list. */
export const readAccounts: Reader = (value, path) => {
  if (typeof value === 'number') return readNonNegativeInteger(value, path);
  if (Array.isArray(value)) return readList(value, path);
  throw invalidType(path, 'a whole number of at least 0 or a list of accounts', value);
};

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
