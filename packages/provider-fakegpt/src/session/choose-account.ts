import type { Random } from '@understudy/core/provider';

/** An account that its owner shares, from the site's list. */
export interface Account {
  readonly id: string;
  /** How many use it now; infinite where the list does not tell. */
  readonly load: number;
}

const sampleSize = 5;

/**
 * The least loaded of a few random ones: the least loaded of all would be the same for everybody.
 */
export function chooseAccount(accounts: readonly Account[], random: Random): Account | undefined {
  const rest = [...accounts];
  let chosen: Account | undefined;
  for (let count = 0; count < sampleSize && rest.length > 0; count += 1) {
    const [candidate] = rest.splice(Math.floor(random.next() * rest.length), 1);
    if (candidate && (!chosen || candidate.load < chosen.load)) chosen = candidate;
  }
  return chosen;
}
