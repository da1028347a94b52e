import { answered, finish, say, wholeText } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { expectEqual } from '../sentences.ts';

const manyPieces = Array.from({ length: 300 }, (_, index) => `word ${index} `);

export const givesAWholeAnswer: Clause = {
  id: 'gives-a-whole-answer',
  rule: 'response() holds the whole text with its finish, provider and model, whether it came in one piece or in hundreds.',
  async check(subject) {
    await using whole = await Rehearsal.open(subject, answered);
    const response = await whole.ask().response();
    expectEqual('the text of response()', response.text, wholeText);
    expectEqual('the finish reason of response()', response.finishReason, 'stop');
    expectEqual('the provider of response()', response.provider, whole.probe.definition.id);
    expectEqual('whether response() names a model', response.model !== '', true);
    expectEqual('the tool calls of an answer without any', response.toolCalls, []);
    for (const words of [[wholeText], manyPieces]) {
      const scene = { type: 'answer', parts: [...say(...words), finish] } as const;
      await using rehearsal = await Rehearsal.open(subject, scene);
      expectEqual('the text of text()', await rehearsal.ask().text(), words.join(''));
    }
  },
};
