import { expectTrue } from '../sentences.ts';
import { becomeTrue } from './become-true.ts';
import type { Rehearsal } from './rehearsal.ts';

/** That nothing is left of the chats that were asked, and no further request comes. */
export async function expectLetGo(rehearsal: Rehearsal, after: string): Promise<void> {
  const { probe, server } = rehearsal;
  const { length } = rehearsal.asked;
  await becomeTrue(
    () => server.exchanges.every(({ open }) => !open),
    `expected the connection to be closed after ${after}`,
  );
  await becomeTrue(
    () => probe.open === 0,
    `expected the provider's iteration to end after ${after}`,
  );
  const more = rehearsal.asked.length - length;
  expectTrue(more === 0, `expected no request after ${after}, and ${more} came`);
}
