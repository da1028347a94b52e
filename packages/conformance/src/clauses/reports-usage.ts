import type { Clause } from '../clause.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered, finish, texts } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { ScriptedResponse } from '../wire-format.ts';

const counted: ScriptedResponse = {
  type: 'response',
  parts: [...texts, { type: 'usage', inputTokens: 17, outputTokens: 42 }, finish],
};

export const reportsUsage: Clause = {
  id: 'reports-usage',
  rule: 'Tokens are reported as the vendor counted them; what it did not tell is undefined, never 0.',
  async check(subject) {
    await expectUnknown(subject);
    await using rehearsal = await TestHarness.open(subject, counted);
    const { usage } = await rehearsal.ask().response();
    expectEqual('usage.inputTokens', usage?.inputTokens, 17);
    expectEqual('usage.outputTokens', usage?.outputTokens, 42);
    expectEqual('usage.cachedInputTokens, which nobody told', usage?.cachedInputTokens, undefined);
  },
};

const expectUnknown: Clause['check'] = async (subject) => {
  await using rehearsal = await TestHarness.open(subject, answered);
  const { usage } = await rehearsal.ask().response();
  expectEqual('the input tokens that nobody told', usage?.inputTokens, undefined);
  expectEqual('the output tokens that nobody told', usage?.outputTokens, undefined);
};
