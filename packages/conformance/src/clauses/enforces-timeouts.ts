import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { expectLetGo } from '../harness/expect-released.ts';
import { silent } from '../harness/server-script.ts';
import { canPause } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { stalled } from '../responses.ts';

export const keepsTimeLimits: Clause = {
  id: 'enforces-timeouts',
  rule: 'A vendor that says nothing, or nothing more, ends in timeout, and its connection is closed.',
  async check(subject) {
    if (subject.wireFormat) {
      const timeouts = { headersMs: 50 };
      await using mute = await TestHarness.open(subject, silent, { timeouts });
      await collectFailure(mute.ask(), 'timeout');
      await expectLetGo(mute, 'a limit that ran out');
    }
    if (!canPause(subject)) return;
    await using paused = await TestHarness.open(subject, stalled, { timeouts: { idleMs: 50 } });
    await collectFailure(paused.ask(), 'timeout');
    await expectLetGo(paused, 'a limit that ran out');
  },
};
