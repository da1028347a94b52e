import { expectEqual } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeResponse, completeText, createTextParts, finish } from '../../../responses.ts';

const manyChunks = Array.from({ length: 300 }, (_, index) => `word ${index} `);

export const collectsResponse: Clause = {
  id: 'collects-response',
  rule: '`response()` returns the complete text, the finish reason, the provider and the model, for a response in one event or in hundreds.',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    const response = await harness.chat().response();
    expectEqual('the text of response()', response.text, completeText);
    expectEqual('the finish reason of response()', response.finishReason, 'stop');
    expectEqual('the provider of response()', response.provider, harness.provider.definition.id);
    expectEqual('whether response() has a model', response.model !== '', true);
    expectEqual('the tool calls of a text response', response.toolCalls, []);
    for (const chunks of [[completeText], manyChunks]) {
      const parts = [...createTextParts(...chunks), finish];
      await using chunked = await TestHarness.open(context, { type: 'response', parts });
      expectEqual('the result of text()', await chunked.chat().text(), chunks.join(''));
    }
  },
};
