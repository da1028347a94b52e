import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';
import type { Refusal } from '../stage.ts';

const refusal: Refusal = { code: 'rate-limited', message: 'Slower', retryAfterSeconds: 7 };

export const readsRetryAfter: Clause = {
  id: 'reads-retry-after',
  rule: 'How long the vendor wants to be left alone stands in retryAfterMs.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, { type: 'refusal', refusal });
    const { error } = await watchFailure(rehearsal.ask(), 'rate-limited');
    expectEqual('retryAfterMs', error.retryAfterMs, 7000);
  },
};
