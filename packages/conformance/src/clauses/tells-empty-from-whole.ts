import { finish } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';

export const tellsEmptyFromWhole: Clause = {
  id: 'tells-empty-from-whole',
  rule: 'An answer that finishes without a word is empty-response, and no text is made up for it.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, { type: 'answer', parts: [finish] });
    await watchFailure(rehearsal.ask(), 'empty-response');
  },
};
