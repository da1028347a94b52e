import type { FinishReason } from '@understudy/core';

import { expectEqual } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeText, textParts } from '../../../responses.ts';

type MappedReason = Exclude<FinishReason, 'tool-calls'>;

/** One clause for each finish reason. The clause `streams-tool-calls` checks `tool-calls`. */
export const mapsFinishReasons: readonly Clause[] = [
  mapsReason('stop', 'a complete response'),
  mapsReason('length', 'a response that reached the maximum length'),
  mapsReason('content-filter', "a response that the vendor's content filter ended"),
  mapsReason('other', 'a finish reason of the vendor that the provider does not know'),
];

function mapsReason(reason: MappedReason, meaning: string): Clause {
  return {
    id: `finishes-with-${reason}`,
    rule: `The finish reason is \`${reason}\` for ${meaning}. The text before it is kept.`,
    async check(context) {
      const parts = [...textParts, { type: 'finish', reason }] as const;
      await using harness = await TestHarness.open(context, { type: 'response', parts });
      const { finishReason, text } = await harness.chat().response();
      expectEqual('the finish reason', finishReason, reason);
      expectEqual('the text before the finish', text, completeText);
    },
  };
}
