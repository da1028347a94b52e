import { texts } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canPause } from '../rehearsal/can-pause.ts';
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
    const scene = { type: 'answer', parts: texts, ending: 'hold' } as const;
    await using stalled = await Rehearsal.open(subject, scene, { timeouts: { idleMs: 50 } });
    await watchFailure(stalled.ask(), 'timeout');
    await expectLetGo(stalled, 'a limit that ran out');
  },
};
