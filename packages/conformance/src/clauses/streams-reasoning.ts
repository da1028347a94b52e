import type { Clause } from '../clause.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, say } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { ResponsePart } from '../wire-format.ts';

const parts: readonly ResponsePart[] = [
  { type: 'reasoning', text: 'The sea is ' },
  { type: 'reasoning', text: 'blue or green.' },
  ...say('Teal', '.'),
  finish,
];

export const streamsReasoning: Clause = {
  id: 'streams-reasoning',
  rule: 'What the model thinks comes as reasoning-delta, and never mixes with the text.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, { type: 'response', parts });
    const { reasoning, text } = await rehearsal.ask().response();
    expectEqual('the reasoning', reasoning, 'The sea is blue or green.');
    expectEqual('the text', text, 'Teal.');
  },
};
