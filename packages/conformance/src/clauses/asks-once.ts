import type { Clause } from '../clause.ts';
import { canSay } from '../rehearsal/can-say.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectTrue, inCase } from '../sentences.ts';
import type { RefusalCode } from '../stage.ts';

const codes: readonly RefusalCode[] = ['server-error', 'rate-limited', 'authentication-failed'];

export const asksOnce: Clause = {
  id: 'asks-once',
  rule: 'A provider never retries by itself: each further request for the same answer is asked for with context.spend().',
  needs: 'wire',
  async check(subject) {
    for (const code of codes) {
      const scene = { type: 'refusal', refusal: { code, message: 'no' } } as const;
      if (!canSay(subject.stage, scene)) continue;
      await inCase(`after ${code}`, async () => {
        await using rehearsal = await Rehearsal.open(subject, scene, { maxAttempts: 1 });
        await watchFailure(rehearsal.ask());
        const count = rehearsal.asked.length;
        expectTrue(
          count === 1,
          `expected one request, as spend() grants no more, and ${count} came`,
        );
      });
    }
  },
};
