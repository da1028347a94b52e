import type { Random } from '@understudy/core/provider';

/** A shared account in the server's list. */
export interface Account {
  readonly id: string;
  /** The number of current users. Infinity if the list does not contain it. */
  readonly load: number;
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
