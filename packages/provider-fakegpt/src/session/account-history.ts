import type { ProviderError } from '@understudy/core/provider';

import type { Account } from './choose-account.ts';
import { isAccountRejection } from './login-error.ts';

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
