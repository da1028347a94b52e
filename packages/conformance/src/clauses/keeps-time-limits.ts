import { stalled } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canPause } from '../rehearsal/can-say.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { silent } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';

export const keepsTimeLimits: Clause = {
  id: 'keeps-time-limits',
  rule: 'A vendor that says nothing, or nothing more, ends in timeout, and its connection is closed.',
  async check(subject) {
    if (subject.stage) {
      const timeouts = { headersMs: 50 };
      await using mute = await Rehearsal.open(subject, silent, { timeouts });
      await watchFailure(mute.ask(), 'timeout');
      await expectLetGo(mute, 'a limit that ran out');
    }
    if (!canPause(subject)) return;
    await using paused = await Rehearsal.open(subject, stalled, { timeouts: { idleMs: 50 } });
    await watchFailure(paused.ask(), 'timeout');
    await expectLetGo(paused, 'a limit that ran out');
  },
};
