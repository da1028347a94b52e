import { ManualClock } from '@understudy/core/testing';

import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat, expectFailure } from '../../harness/collect-chat.ts';
import { expectReleased } from '../../harness/expect-released.ts';
import { canStall } from '../../harness/find-reply.ts';
import { neverResponding } from '../../harness/server-script.ts';
import type { ServerScript } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitTurns, waitUntil } from '../../harness/wait-until.ts';
import { stalledResponse } from '../../responses.ts';

export const enforcesTimeouts: Clause = {
  id: 'enforces-timeouts',
  rule: 'If the vendor sends nothing, or stops sending, the chat fails with `timeout` and the connection is closed.',
  async check(context) {
    if (context.wireFormat) await expectTimeout(context, neverResponding);
    if (canStall(context)) await expectTimeout(context, stalledResponse);
  },
};

/** Advances a manual clock after the provider has sent its request and read the response so far. */
async function expectTimeout(context: ClauseContext, script: ServerScript): Promise<void> {
  const { limits } = context;
  const clock = new ManualClock();
  await using harness = await TestHarness.open(context, script, { clock });
  const { provider } = harness;
  const chat = { hasText: false, hasEnded: false };
  const collected = collectChat(harness.chat(), () => (chat.hasText = true));
  void collected.then(() => (chat.hasEnded = true));
  const isWaiting = (): boolean =>
    script === neverResponding
      ? harness.exchanges.length > 0
      : chat.hasText || provider.bytesRead > 0;
  const message = 'expected the provider to send its request and to read the response';
  await waitUntil(() => chat.hasEnded || isWaiting(), limits.stepMs, message);
  // Each chunk that arrives after the start restarts the idle timer.
  for (let count = 0; count < 20 && !chat.hasEnded; count += 1) {
    await waitTurns();
    await clock.advance(limits.idleMs);
  }
  expectFailure(await collected, 'timeout');
  await expectReleased(harness, 'a timeout');
}
