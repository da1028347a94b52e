import { isUnderstudyError } from '@understudy/core';

import { answered, stalled } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { becomeTrue, endsWithin, graceMs } from '../rehearsal/become-true.ts';
import { canPause } from '../rehearsal/can-say.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { tell, watch, watchAnswer } from '../rehearsal/watch.ts';
import { expectTrue, fail } from '../sentences.ts';
import type { Subject } from '../subject.ts';

export const closes: Clause = {
  id: 'closes',
  rule: 'After close() nothing is left: chats end with closed, no connection, no timer, nothing that keeps the process alive.',
  async check(subject) {
    const before = timers();
    await closeInTheMiddle(subject);
    await closeAfterAnswer(subject);
    await becomeTrue(
      () => timers() <= before,
      'expected no timer to keep the process alive after close(), and one was left',
    );
  },
};

async function closeInTheMiddle(subject: Subject): Promise<void> {
  if (!canPause(subject)) return;
  await using rehearsal = await Rehearsal.open(subject, stalled);
  const seen = watch(rehearsal.ask());
  await becomeTrue(() => rehearsal.probe.open > 0, 'expected the chat to begin');
  await closeWithin(rehearsal);
  const { error } = await seen;
  if (!isUnderstudyError(error) || error.code !== 'closed') {
    fail(`expected a chat under way to end with closed, and ${tell(error)} came`);
  }
  await expectLetGo(rehearsal, 'close()');
}

async function closeAfterAnswer(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, answered);
  await watchAnswer(rehearsal.ask());
  await closeWithin(rehearsal);
}

async function closeWithin({ understudy }: Rehearsal): Promise<void> {
  const closed = await endsWithin(graceMs, understudy.close());
  expectTrue(closed, `expected close() to resolve within ${graceMs} ms, and it did not`);
}

/** Those that keep the process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
