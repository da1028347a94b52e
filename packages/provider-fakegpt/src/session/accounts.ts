import { ProviderError } from '@understudy/core/provider';
import type { Random } from '@understudy/core/provider';
import { readArray, readNumber, readString } from '@understudy/provider-utils';

import { isAccountRejection } from './login-error.ts';

/** A shared account in the server's list. */
export interface Account {
  readonly id: string;
  /** The number of current users. Infinity if the list does not contain it. */
  readonly load: number;
}

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

const sampleSize = 5;

/**
 * Chooses the account with the lowest load among a few random ones, so that not all clients choose the
 * same account.
 */
export function chooseAccount(accounts: readonly Account[], random: Random): Account | undefined {
  const candidates = [...accounts];
  let chosen: Account | undefined;
  for (let count = 0; count < sampleSize && candidates.length > 0; count += 1) {
    const [candidate] = candidates.splice(Math.floor(random.next() * candidates.length), 1);
    if (candidate && (!chosen || candidate.load < chosen.load)) chosen = candidate;
  }
  return chosen;
}

/** What is known of the accounts since the last successful login. */
export class AccountHistory {
  /** The accounts whose login failed, and whether the server rejected the account. */
  readonly #failed = new Map<string, boolean>();
  #isServerDown = false;

  /** Whether the last login failed, for a reason that is not its accounts. */
  get isServerDown(): boolean {
    return this.#isServerDown;
  }

  addFailure({ id }: Account, error: ProviderError): void {
    this.#failed.set(id, isAccountRejection(error));
  }

  /** Records that a login failed with the error of its last account. */
  endLogin(error: ProviderError): void {
    this.#isServerDown = !isAccountRejection(error);
  }

  /** Records a successful login. */
  clear(): void {
    this.#failed.clear();
    this.#isServerDown = false;
  }

  /** Forgets the accounts that are no longer listed. */
  retain(accounts: readonly Account[]): void {
    if (this.#failed.size === 0) return;
    const listed = new Set(accounts.map(({ id }) => id));
    for (const id of this.#failed.keys()) if (!listed.has(id)) this.#failed.delete(id);
  }

  /** Returns the accounts without a failed login, or all if there are none. */
  prefer(accounts: readonly Account[]): readonly Account[] {
    if (this.#failed.size === 0) return accounts;
    const others = accounts.filter(({ id }) => !this.#failed.has(id));
    return others.length > 0 ? others : accounts;
  }

  /** Whether the server rejected all of these accounts. */
  rejectedAll(accounts: readonly Account[]): boolean {
    return accounts.every(({ id }) => this.#failed.get(id) === true);
  }
}
