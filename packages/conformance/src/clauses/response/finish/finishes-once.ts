import { expectEqual } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { supports } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeResponse, finish, textParts } from '../../../responses.ts';
import type { ScriptedResponse } from '../../../wire-format.ts';

const withUsage: ScriptedResponse = {
  type: 'response',
  parts: [...textParts, { type: 'usage', inputTokens: 17, outputTokens: 42 }, finish],
};

export const finishesOnce: Clause = {
  id: 'finishes-once',
  rule: '`finish` is the last event of the provider. Nothing follows it, because later events are not read.',
  async check(context) {
    const scripted = supports(context.wireFormat, withUsage) ? withUsage : completeResponse;
    await using harness = await TestHarness.open(context, scripted);
    await collectResponse(harness.chat());
    const types = harness.provider.eventsAfterFinish.map(({ type }) => type);
    expectEqual('the events after finish', types, []);
  },
};
