import { expectTrue } from '../assertions.ts';
import type { TestHarness } from './test-harness.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Checks that all connections and iterations end, and that no further request is sent.
 *
 * @param after - what ended the chats, such as `an abort`
 * @throws AssertionError
 */
export async function expectReleased(harness: TestHarness, after: string): Promise<void> {
  const { provider, server, limits } = harness;
  const { length } = harness.exchanges;
  await waitUntil(
    () => server.exchanges.every(({ open }) => !open),
    limits.stepMs,
    `expected the connection to be closed after ${after}`,
  );
  await waitUntil(
    () => provider.openStreams === 0,
    limits.stepMs,
    `expected the provider's iteration to end after ${after}`,
  );
  const count = harness.exchanges.length - length;
  expectTrue(count === 0, `expected no request after ${after}, received ${count}`);
}
