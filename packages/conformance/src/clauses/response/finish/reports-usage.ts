import { expectEqual } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { sendsDetails } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeResponse, finish, textParts } from '../../../responses.ts';
import type { MockUsage, ScriptedResponse } from '../../../wire-format.ts';

const usage: MockUsage = { type: 'usage', inputTokens: 17, outputTokens: 42 };

/** The further counts. Not every vendor sends them. */
const details: readonly Partial<MockUsage>[] = [
  { cachedInputTokens: 5 },
  { cacheWriteTokens: 7 },
  { reasoningTokens: 11 },
];

export const reportsUsage: Clause = {
  id: 'reports-usage',
  rule: 'Token counts are those of the vendor. A count that the vendor did not send is undefined, not 0.',
  async check(context) {
    await expectUnknown(context);
    await expectUsage(context, usage);
    for (const detail of details) {
      const withDetail = { ...usage, ...detail };
      const [response, plain] = [createResponse(withDetail), createResponse(usage)];
      if (!sendsDetails(context.wireFormat, response, plain)) continue;
      await expectUsage(context, withDetail);
    }
  },
};

function createResponse(counts: MockUsage): ScriptedResponse {
  return { type: 'response', parts: [...textParts, counts, finish] };
}

async function expectUsage(context: ClauseContext, expected: MockUsage): Promise<void> {
  await using harness = await TestHarness.open(context, createResponse(expected));
  const { usage: received } = await harness.chat().response();
  for (const name of countNames) expectEqual(`usage.${name}`, received?.[name], expected[name]);
}

const countNames = [
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const;

async function expectUnknown(context: ClauseContext): Promise<void> {
  await using harness = await TestHarness.open(context, completeResponse);
  const { usage: received } = await harness.chat().response();
  expectEqual('usage.inputTokens without counts', received?.inputTokens, undefined);
  expectEqual('usage.outputTokens without counts', received?.outputTokens, undefined);
}
