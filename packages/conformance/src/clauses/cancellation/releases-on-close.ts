import { isUnderstudyError } from '@understudy/core';

import { fail } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat, collectResponse, formatError } from '../../harness/collect-chat.ts';
import { expectReleased } from '../../harness/expect-released.ts';
import { canStall } from '../../harness/find-reply.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitUntil } from '../../harness/wait-until.ts';
import { completeResponse, stalledResponse } from '../../responses.ts';

export const releasesOnClose: Clause = {
  id: 'releases-on-close',
  rule: '`close()` ends active chats with `closed`. Afterwards no connection is open, and no timer keeps the process alive.',
  async check(context) {
    const before = countTimers();
    await closeDuringChat(context);
    await closeAfterChat(context);
    await waitUntil(
      () => countTimers() <= before,
      context.limits.stepMs,
      'expected no timer to keep the process alive after close()',
    );
  },
};

async function closeDuringChat(context: ClauseContext): Promise<void> {
  if (!canStall(context)) return;
  await using harness = await TestHarness.open(context, stalledResponse);
  const collected = collectChat(harness.chat());
  await waitUntil(
    () => harness.provider.openStreams > 0,
    context.limits.stepMs,
    'expected the chat to start',
  );
  await closeInTime(harness);
  const { error } = await collected;
  if (!isUnderstudyError(error) || error.code !== 'closed') {
    fail(`expected an active chat to fail with closed, received ${formatError(error)}`);
  }
  await expectReleased(harness, 'close()');
}

async function closeAfterChat(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, completeResponse);
  await collectResponse(harness.chat());
  await closeInTime(harness);
}

async function closeInTime({ understudy, limits }: TestHarness): Promise<void> {
  let isSettled = false;
  const closed = understudy.close().finally(() => (isSettled = true));
  closed.catch(() => {});
  await waitUntil(() => isSettled, limits.stepMs, 'expected close() to resolve');
  await closed;
}

/** Counts the timers that keep the process alive. */
function countTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
