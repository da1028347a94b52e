import type { ChatResponse } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';

import { finish, texts } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { bodyBytes } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { expectEqual } from '../sentences.ts';
import type { AnswerPart, StagedReply } from '../stage.ts';
import type { Subject } from '../subject.ts';

/** What may stand beside the text, where the vendor can say it. */
const thoughts: AnswerPart = { type: 'reasoning', text: 'Hm, \u{1f914}.' };
const count: AnswerPart = { type: 'usage', inputTokens: 17, outputTokens: 42 };
const call: AnswerPart = {
  type: 'tool-call',
  id: 'call_1',
  name: 'get_weather',
  argumentsPieces: ['{"place":"', 'Tallinn \u{1f600}"}'],
};

export const survivesAnyChunking: Clause = {
  id: 'survives-any-chunking',
  rule: 'The same bytes make the same answer wherever the reads of the socket fall: whole, in a few bytes each, within a letter.',
  needs: 'wire',
  async check(subject) {
    await expectSame(subject, richAnswer(subject));
  },
};

/** Text, and all that the vendor can say beside it. */
function richAnswer({ stage }: Subject): StagedReply {
  const sayable = (...parts: readonly AnswerPart[]): readonly AnswerPart[] =>
    parts.filter((part) => stage?.answer([part, finish]));
  const parts = [...sayable(thoughts), ...texts, ...sayable(call, count), finish];
  return findReply(stage, { type: 'answer', parts });
}

async function expectSame(subject: Subject, reply: StagedReply): Promise<void> {
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
  subject: Subject,
  reply: StagedReply,
  sizes: readonly number[],
): Promise<Partial<ChatResponse>> {
  await using rehearsal = await Rehearsal.open(subject, {
    perform: async (exchange) => {
      exchange.begin(reply);
      await exchange.sendInPieces(bodyBytes(reply), sizes);
      exchange.end();
    },
  });
  const { text, reasoning, toolCalls, usage, finishReason } = await rehearsal.ask().response();
  const calls = toolCalls.map(({ name, argumentsText }) => ({ id: '', name, argumentsText }));
  return { text, reasoning, toolCalls: calls, usage, finishReason };
}
