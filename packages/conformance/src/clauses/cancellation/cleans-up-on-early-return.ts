import type { ChatStream } from '@understudy/core';

import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { expectReleased } from '../../harness/expect-released.ts';
import { canStall } from '../../harness/find-reply.ts';
import { neverResponding } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitUntil } from '../../harness/wait-until.ts';
import { stalledResponse } from '../../responses.ts';

export const cleansUpOnEarlyReturn: Clause = {
  id: 'cleans-up-on-early-return',
  rule: '`break` and `cancel()` close the connection immediately, also while no pull is pending.',
  async check(context) {
    if (canStall(context)) await breakLoop(context);
    await cancelWhileWaiting(context);
  },
};

async function breakLoop(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, stalledResponse);
  let hasEnded = false;
  const ended = breakAfterText(harness.chat()).finally(() => (hasEnded = true));
  ended.catch(() => {});
  await waitUntil(() => hasEnded, context.limits.stepMs, 'expected text and the end of the loop');
  await ended;
  await expectReleased(harness, 'a break');
}

async function breakAfterText(chat: ChatStream): Promise<void> {
  for await (const event of chat) if (event.type === 'text-delta') break;
}

async function cancelWhileWaiting(context: ClauseContext): Promise<void> {
  const script = context.wireFormat ? neverResponding : stalledResponse;
  await using harness = await TestHarness.open(context, script);
  const chat = harness.chat();
  const response = chat.response().catch(() => {});
  const { provider, server } = harness;
  // A request that is on its way to the server would count as one after the cancel.
  await waitUntil(
    () => provider.openStreams > 0 && (!context.wireFormat || server.exchanges.length > 0),
    context.limits.stepMs,
    'expected the chat to start',
  );
  await chat.cancel();
  await response;
  await expectReleased(harness, 'a cancel');
}
