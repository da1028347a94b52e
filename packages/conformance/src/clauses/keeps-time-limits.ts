import { texts } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import type { Programme } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';

export const keepsTimeLimits: Clause = {
  id: 'keeps-time-limits',
  rule: 'A vendor that says nothing, or nothing more, ends in timeout, and its connection is closed.',
  async check(subject) {
    if (subject.stage) {
      const programme = { perform: (exchange) => exchange.hold() } satisfies Programme;
      const timeouts = { headersMs: 100 };
      await using silent = await Rehearsal.open(subject, programme, { timeouts });
      await watchFailure(silent.ask(), 'timeout');
      await expectLetGo(silent, 'a limit that ran out');
      if (!subject.stage.answer(texts)) return;
    }
    const scene = { type: 'answer', parts: texts, then: 'hold' } as const;
    await using stalled = await Rehearsal.open(subject, scene, { timeouts: { idleMs: 100 } });
    await watchFailure(stalled.ask(), 'timeout');
    await expectLetGo(stalled, 'a limit that ran out');
  },
};
