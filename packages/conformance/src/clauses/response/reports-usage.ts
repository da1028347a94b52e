import { expectEqual } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse, finish, textParts } from '../../responses.ts';
import type { ScriptedResponse } from '../../wire-format.ts';

const withUsage: ScriptedResponse = {
  type: 'response',
  parts: [...textParts, { type: 'usage', inputTokens: 17, outputTokens: 42 }, finish],
};

export const reportsUsage: Clause = {
  id: 'reports-usage',
  rule: 'Token counts are those of the vendor. A count that the vendor did not send is undefined, not 0.',
  async check(context) {
    await expectUnknown(context);
    await using harness = await TestHarness.open(context, withUsage);
    const { usage } = await harness.chat().response();
    expectEqual('usage.inputTokens', usage?.inputTokens, 17);
    expectEqual('usage.outputTokens', usage?.outputTokens, 42);
    expectEqual('usage.cachedInputTokens', usage?.cachedInputTokens, undefined);
  },
};

async function expectUnknown(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, completeResponse);
  const { usage } = await harness.chat().response();
  expectEqual('usage.inputTokens without counts', usage?.inputTokens, undefined);
  expectEqual('usage.outputTokens without counts', usage?.outputTokens, undefined);
}
