import type { FinishReason } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { texts, wholeText } from '../responses.ts';
import { expectEqual } from '../sentences.ts';

type MappedReason = Exclude<FinishReason, 'tool-calls'>;

const meanings: Readonly<Record<MappedReason, string>> = {
  stop: 'The answer is whole',
  length: 'The answer reached its greatest length',
  'content-filter': "The vendor's filter ended the answer",
  other: 'The vendor ended the answer for a reason that nobody knows yet',
};

/** A clause for each reason. */
export const mapsFinishReasons: readonly Clause[] = [
  mapsReason('stop'),
  mapsReason('length'),
  mapsReason('content-filter'),
  mapsReason('other'),
];

function mapsReason(reason: MappedReason): Clause {
  return {
    id: `finishes-with-${reason}`,
    rule: `${meanings[reason]}: the finish reason is ${reason}, and the text before it stays.`,
    async check(subject) {
      const parts = [...texts, { type: 'finish', reason }] as const;
      await using rehearsal = await TestHarness.open(subject, { type: 'response', parts });
      const { finishReason, text } = await rehearsal.ask().response();
      expectEqual('the finish reason', finishReason, reason);
      expectEqual('the text before the finish', text, wholeText);
    },
  };
}
