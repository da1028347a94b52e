import { expectEqual } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import type { VendorError } from '../../wire-format.ts';

const rateLimited: VendorError = {
  code: 'rate-limited',
  message: 'Too many requests',
  retryAfterSeconds: 7,
};

export const readsRetryAfter: Clause = {
  id: 'reads-retry-after',
  rule: 'The delay of `Retry-After` is reported in `retryAfterMs`.',
  async check(context) {
    await using harness = await TestHarness.open(context, { type: 'error', error: rateLimited });
    const { error } = await collectFailure(harness.chat(), 'rate-limited');
    expectEqual('retryAfterMs', error.retryAfterMs, 7000);
  },
};
