import type { ChatResponse } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';

import { expectEqual } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { joinBody } from '../../harness/exchange.ts';
import { findReply } from '../../harness/find-reply.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { finish, textParts } from '../../responses.ts';
import type { MockReply, ResponsePart } from '../../wire-format.ts';

/** Parts that some vendors cannot send. */
const reasoning: ResponsePart = { type: 'reasoning', text: 'Hm, \u{1f914}.' };
const usage: ResponsePart = { type: 'usage', inputTokens: 17, outputTokens: 42 };
const toolCall: ResponsePart = {
  type: 'tool-call',
  id: 'call_1',
  name: 'get_weather',
  argumentsPieces: ['{"place":"', 'Tallinn \u{1f600}"}'],
};

export const handlesAnyChunking: Clause = {
  id: 'handles-any-chunking',
  rule: 'The response does not depend on how the network splits it: in one read, in reads of a few bytes, or within a character.',
  requires: 'wire',
  async check(context) {
    const reply = encodeAllParts(context);
    const bytes = joinBody(reply);
    const random = new SeededRandom(11);
    const randomSizes = Array.from({ length: 400 }, () => 1 + Math.floor(random.next() * 90));
    const expected = await readInChunks(context, reply, [bytes.length]);
    for (const sizes of [[1], [2], [7], randomSizes]) {
      const received = await readInChunks(context, reply, sizes);
      const reads = sizes === randomSizes ? 'of random sizes' : `of ${sizes[0]} bytes`;
      expectEqual(`the response in reads ${reads}`, received, expected);
    }
  },
};

/** Returns a reply with text, and with each other part that the vendor can send. */
function encodeAllParts({ wireFormat }: ClauseContext): MockReply {
  const supported = (...parts: readonly ResponsePart[]): readonly ResponsePart[] =>
    parts.filter((part) => wireFormat?.encodeResponse([part, finish]));
  const parts = [...supported(reasoning), ...textParts, ...supported(toolCall, usage), finish];
  return findReply(wireFormat, { type: 'response', parts });
}

async function readInChunks(
  context: ClauseContext,
  reply: MockReply,
  sizes: readonly number[],
): Promise<Partial<ChatResponse>> {
  await using harness = await TestHarness.open(context, {
    handler: async (exchange) => {
      exchange.begin(reply);
      await exchange.sendInChunks(joinBody(reply), sizes);
      exchange.end();
    },
  });
  const response = await harness.chat().response();
  return {
    text: response.text,
    reasoning: response.reasoning,
    // Providers create ids for tool calls, so they differ between responses.
    toolCalls: response.toolCalls.map((call) => ({ ...call, id: '' })),
    usage: response.usage,
    finishReason: response.finishReason,
  };
}
