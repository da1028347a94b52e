import type { ChatResponse } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';

import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { bodyBytes } from '../harness/exchange.ts';
import { findReply } from '../harness/find-reply.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, texts } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { ResponsePart, MockReply } from '../wire-format.ts';

/** What may stand beside the text, where the vendor can say it. */
const thoughts: ResponsePart = { type: 'reasoning', text: 'Hm, \u{1f914}.' };
const count: ResponsePart = { type: 'usage', inputTokens: 17, outputTokens: 42 };
const call: ResponsePart = {
  type: 'tool-call',
  id: 'call_1',
  name: 'get_weather',
  argumentsPieces: ['{"place":"', 'Tallinn \u{1f600}"}'],
};

export const survivesAnyChunking: Clause = {
  id: 'handles-any-chunking',
  rule: 'The same bytes make the same answer wherever the reads of the socket fall: whole, in a few bytes each, within a letter.',
  requires: 'wire',
  async check(subject) {
    await expectSame(subject, richAnswer(subject));
  },
};

/** Text, and all that the vendor can say beside it. */
function richAnswer({ wireFormat }: ClauseContext): MockReply {
  const sayable = (...parts: readonly ResponsePart[]): readonly ResponsePart[] =>
    parts.filter((part) => wireFormat?.encodeResponse([part, finish]));
  const parts = [...sayable(thoughts), ...texts, ...sayable(call, count), finish];
  return findReply(wireFormat, { type: 'response', parts });
}

async function expectSame(subject: ClauseContext, reply: MockReply): Promise<void> {
  const bytes = bodyBytes(reply);
  const random = new SeededRandom(11);
  const atRandom = Array.from({ length: 400 }, () => 1 + Math.floor(random.next() * 90));
  const whole = await readInPieces(subject, reply, [bytes.length]);
  for (const sizes of [[1], [2], [7], atRandom]) {
    const answer = await readInPieces(subject, reply, sizes);
    const how = sizes === atRandom ? 'cut at random' : `in reads of ${sizes[0]} bytes`;
    expectEqual(`the answer ${how}`, answer, whole);
  }
}

async function readInPieces(
  subject: ClauseContext,
  reply: MockReply,
  sizes: readonly number[],
): Promise<Partial<ChatResponse>> {
  await using rehearsal = await TestHarness.open(subject, {
    handler: async (exchange) => {
      exchange.begin(reply);
      await exchange.sendInPieces(bodyBytes(reply), sizes);
      exchange.end();
    },
  });
  const { text, reasoning, toolCalls, usage, finishReason } = await rehearsal.ask().response();
  const calls = toolCalls.map(({ name, argumentsText }) => ({ id: '', name, argumentsText }));
  return { text, reasoning, toolCalls: calls, usage, finishReason };
}
