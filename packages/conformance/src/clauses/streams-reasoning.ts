import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { expectEqual } from '../sentences.ts';
import type { AnswerPart } from '../stage.ts';

const parts: readonly AnswerPart[] = [
  { type: 'reasoning', text: 'The sea is ' },
  { type: 'reasoning', text: 'blue or green.' },
  ...say('Teal', '.'),
  finish,
];

export const streamsReasoning: Clause = {
  id: 'streams-reasoning',
  rule: 'What the model thinks comes as reasoning-delta, and never mixes with the text.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, { type: 'answer', parts });
    const { reasoning, text } = await rehearsal.ask().response();
    expectEqual('the reasoning', reasoning, 'The sea is blue or green.');
    expectEqual('the text', text, 'Teal.');
  },
};
