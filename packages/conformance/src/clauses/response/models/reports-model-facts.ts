import { isDeepStrictEqual } from 'node:util';

import type { ModelInfo } from '@understudy/core';

import { expectEqual, formatValue, inCase } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { delivering } from '../../../harness/server-script.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import type { MockReply } from '../../../wire-format.ts';

type Fact = Pick<ModelInfo, 'contextTokens' | 'maxOutputTokens' | 'capabilities' | 'state'>;

const id = 'facts:1';

const facts: readonly Fact[] = [
  { contextTokens: 123_456 },
  { maxOutputTokens: 2345 },
  { capabilities: { tools: false } },
  { capabilities: { images: false } },
  { capabilities: { files: false } },
  { state: 'deprecated' },
  { state: 'retired' },
];

export const reportsModelFacts: Clause = {
  id: 'reports-model-facts',
  rule: "`models()` reports what the vendor's list contains about each model: the context window, the largest response, the state, and the features that it lacks. A feature of another model, or one that the list does not mention, is not reported as missing.",
  async check(context) {
    const encode = (fact: Fact): MockReply | undefined =>
      context.wireFormat?.encodeModel?.({ id, ...fact });
    const plain = encode({});
    if (!plain) return;
    await expectFact(context, plain, {});
    for (const fact of facts) {
      const reply = encode(fact);
      // The list of the vendor does not contain the fact.
      if (!reply || isDeepStrictEqual(reply, plain)) continue;
      await inCase(formatValue(fact), () => expectFact(context, reply, fact));
    }
  },
};

async function expectFact(context: ClauseContext, reply: MockReply, fact: Fact): Promise<void> {
  await using harness = await TestHarness.open(context, delivering(reply));
  const models = await harness.listModels();
  if (!harness.provider.listsModels) return;
  expectEqual('the models', models.map(describeFacts), [describeFacts({ id, ...fact })]);
}

/** Leaves out what a provider may report of each model, and the features that a model has. */
function describeFacts({
  id: name,
  contextTokens,
  maxOutputTokens,
  state,
  capabilities,
}: ModelInfo): object {
  const lacks = Object.entries(capabilities ?? {}).flatMap(([feature, has]) =>
    has ? [] : [feature],
  );
  return { id: name, contextTokens, maxOutputTokens, state: state ?? 'active', lacks };
}
