import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { finish } from '../../responses.ts';

export const detectsEmptyResponse: Clause = {
  id: 'detects-empty-response',
  rule: 'A response that finishes without content fails with `empty-response`.',
  async check(context) {
    await using harness = await TestHarness.open(context, { type: 'response', parts: [finish] });
    await collectFailure(harness.chat(), 'empty-response');
  },
};
