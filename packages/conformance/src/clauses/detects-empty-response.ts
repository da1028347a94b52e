import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish } from '../responses.ts';

export const tellsEmptyFromWhole: Clause = {
  id: 'detects-empty-response',
  rule: 'An answer that finishes without a word is empty-response, and no text is made up for it.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, { type: 'response', parts: [finish] });
    await collectFailure(rehearsal.ask(), 'empty-response');
  },
};
