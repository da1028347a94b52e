import { isUnderstudyError } from '@understudy/core';

import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { formatError, collectChat, collectResponse } from '../harness/collect-chat.ts';
import { expectLetGo } from '../harness/expect-released.ts';
import { canPause } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { waitUntil, endsWithin, graceMs } from '../harness/wait-until.ts';
import { answered, stalled } from '../responses.ts';
import { expectTrue, fail } from '../sentences.ts';

export const closes: Clause = {
  id: 'releases-on-close',
  rule: 'After close() nothing is left: chats end with closed, no connection, no timer, nothing that keeps the process alive.',
  async check(subject) {
    const before = timers();
    await closeInTheMiddle(subject);
    await closeAfterAnswer(subject);
    await waitUntil(
      () => timers() <= before,
      'expected no timer to keep the process alive after close(), and one was left',
    );
  },
};

async function closeInTheMiddle(subject: ClauseContext): Promise<void> {
  if (!canPause(subject)) return;
  await using rehearsal = await TestHarness.open(subject, stalled);
  const seen = collectChat(rehearsal.ask());
  await waitUntil(() => rehearsal.probe.open > 0, 'expected the chat to begin');
  await closeWithin(rehearsal);
  const { error } = await seen;
  if (!isUnderstudyError(error) || error.code !== 'closed') {
    fail(`expected a chat under way to end with closed, and ${formatError(error)} came`);
  }
  await expectLetGo(rehearsal, 'close()');
}

async function closeAfterAnswer(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, answered);
  await collectResponse(rehearsal.ask());
  await closeWithin(rehearsal);
}

async function closeWithin({ understudy }: TestHarness): Promise<void> {
  const closed = await endsWithin(graceMs, understudy.close());
  expectTrue(closed, `expected close() to resolve within ${graceMs} ms, and it did not`);
}

/** Those that keep the process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
