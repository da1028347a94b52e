import type { Account } from './choose-account.ts';

/** The accounts that the server rejected since the last successful login. */
export class RejectedAccounts {
  readonly #ids = new Set<string>();

  add({ id }: Account): void {
    this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
  }

  /** Forgets the accounts that are no longer listed. */
  retain(accounts: readonly Account[]): void {
    if (this.#ids.size === 0) return;
    const listed = new Set(accounts.map(({ id }) => id));
    for (const id of this.#ids) if (!listed.has(id)) this.#ids.delete(id);
  }

  /** Returns the accounts that were not rejected. */
  without(accounts: readonly Account[]): readonly Account[] {
    if (this.#ids.size === 0) return accounts;
    return accounts.filter(({ id }) => !this.#ids.has(id));
  }
}
