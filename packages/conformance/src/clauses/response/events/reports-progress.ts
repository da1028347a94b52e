import type { ChatEvent, ProgressEvent } from '@understudy/core';

import { expectEqual } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { supportedParts } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeText, finish, textParts } from '../../../responses.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const activities: readonly ProgressEvent['activity'][] = ['thinking', 'loading', 'searching'];

export const reportsProgress: Clause = {
  id: 'reports-progress',
  rule: 'A sign of the vendor that it is working is reported as a `progress` event with its activity, before the content that follows. Without such a sign, there is no `progress` event.',
  async check(context) {
    await expectProgress(context, []);
    for (const activity of activities) {
      const parts = supportedParts(context, [{ type: 'progress', activity }]);
      if (parts.length > 0) await expectProgress(context, parts);
    }
  },
};

async function expectProgress(
  context: ClauseContext,
  progress: readonly ResponsePart[],
): Promise<void> {
  const scripted = { type: 'response', parts: [...progress, ...textParts, finish] } as const;
  await using harness = await TestHarness.open(context, scripted);
  const { events, text } = await collectResponse(harness.chat());
  expectEqual('the progress before the text', untilText(events).flatMap(readProgress), progress);
  expectEqual('the progress', events.flatMap(readProgress), progress);
  expectEqual('the text', text, completeText);
}

function untilText(events: readonly ChatEvent[]): readonly ChatEvent[] {
  return events.slice(
    0,
    events.findIndex(({ type }) => type === 'text-delta'),
  );
}

function readProgress(event: ChatEvent): readonly ResponsePart[] {
  return event.type === 'progress' ? [{ type: 'progress', activity: event.activity }] : [];
}
