import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { expectEqual } from '../sentences.ts';
import type { VendorError } from '../wire-format.ts';

const rateLimited: VendorError = { code: 'rate-limited', message: 'Slower', retryAfterSeconds: 7 };

export const readsRetryAfter: Clause = {
  id: 'reads-retry-after',
  rule: 'How long the vendor wants to be left alone stands in retryAfterMs.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, { type: 'error', error: rateLimited });
    const { error } = await collectFailure(rehearsal.ask(), 'rate-limited');
    expectEqual('retryAfterMs', error.retryAfterMs, 7000);
  },
};
