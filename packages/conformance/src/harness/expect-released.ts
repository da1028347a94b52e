import { expectTrue } from '../sentences.ts';
import type { TestHarness } from './test-harness.ts';
import { waitUntil } from './wait-until.ts';

/** That nothing is left of the chats that were asked, and no further request comes. */
export async function expectLetGo(rehearsal: TestHarness, after: string): Promise<void> {
  const { probe, server } = rehearsal;
  const { length } = rehearsal.asked;
  await waitUntil(
    () => server.exchanges.every(({ open }) => !open),
    `expected the connection to be closed after ${after}`,
  );
  await waitUntil(
    () => probe.open === 0,
    `expected the provider's iteration to end after ${after}`,
  );
  const more = rehearsal.asked.length - length;
  expectTrue(more === 0, `expected no request after ${after}, and ${more} came`);
}
