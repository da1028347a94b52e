import { expectEqual } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { createTextParts, finish } from '../../../responses.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const parts: readonly ResponsePart[] = [
  { type: 'reasoning', text: 'The sea is ' },
  { type: 'reasoning', text: 'blue or green.' },
  ...createTextParts('Teal', '.'),
  finish,
];

export const streamsReasoning: Clause = {
  id: 'streams-reasoning',
  rule: 'Reasoning is emitted as `reasoning-delta` events, separate from the text.',
  async check(context) {
    await using harness = await TestHarness.open(context, { type: 'response', parts });
    const { reasoning, text } = await harness.chat().response();
    expectEqual('the reasoning', reasoning, 'The sea is blue or green.');
    expectEqual('the text', text, 'Teal.');
  },
};
