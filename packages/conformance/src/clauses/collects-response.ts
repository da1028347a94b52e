import type { Clause } from '../clause.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered, finish, say, wholeText } from '../responses.ts';
import { expectEqual } from '../sentences.ts';

const manyPieces = Array.from({ length: 300 }, (_, index) => `word ${index} `);

export const givesAWholeAnswer: Clause = {
  id: 'collects-response',
  rule: 'response() holds the whole text with its finish, provider and model, whether it came in one piece or in hundreds.',
  async check(subject) {
    await using whole = await TestHarness.open(subject, answered);
    const response = await whole.ask().response();
    expectEqual('the text of response()', response.text, wholeText);
    expectEqual('the finish reason of response()', response.finishReason, 'stop');
    expectEqual('the provider of response()', response.provider, whole.probe.definition.id);
    expectEqual('whether response() names a model', response.model !== '', true);
    expectEqual('the tool calls of an answer without any', response.toolCalls, []);
    for (const words of [[wholeText], manyPieces]) {
      const scene = { type: 'response', parts: [...say(...words), finish] } as const;
      await using rehearsal = await TestHarness.open(subject, scene);
      expectEqual('the text of text()', await rehearsal.ask().text(), words.join(''));
    }
  },
};
