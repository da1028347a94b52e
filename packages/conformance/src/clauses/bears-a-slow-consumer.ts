import { setTimeout as rest } from 'node:timers/promises';

import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { bodyBytes } from '../rehearsal/exchange.ts';
import type { Exchange } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { expectTrue, fail } from '../sentences.ts';
import type { AnswerPart, Stage, StagedReply } from '../stage.ts';

const mebibyte = 1024 * 1024;
const leastBytes = 24 * mebibyte;
/** What kernels and Node hold of a connection that nobody reads. */
const mostHeldBytes = 16 * mebibyte;

export const bearsASlowConsumer: Clause = {
  id: 'bears-a-slow-consumer',
  rule: 'A consumer that rests holds the vendor back: nothing is read ahead into a queue, no limit runs out, and no word is lost.',
  needs: 'wire',
  async check({ stage, ...subject }) {
    const parts = largeAnswer(stage);
    const reply = findReply(stage, { type: 'answer', parts });
    const perform = (exchange: Exchange): Promise<void> => exchange.deliver(reply);
    const timeouts = { idleMs: 1000, firstContentMs: 2000 };
    await using rehearsal = await Rehearsal.open({ ...subject, stage }, { perform }, { timeouts });
    let text = '';
    for await (const piece of rehearsal.ask().textStream) {
      if (text === '') await expectHeldBack(rehearsal);
      text += piece;
    }
    const expected = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    expectTrue(text === expected, `expected all ${expected.length} characters in their order after a rest, and ${text.length} came`);
  },
};

/** As many texts as make a body that no kernel holds: some vendors repeat all of it with each. */
function largeAnswer(stage: Stage | undefined): readonly AnswerPart[] {
  const word = 'tide '.repeat(13_000);
  for (let count = 16; count <= 1024; count *= 2) {
    const words = Array.from({ length: count }, (_, index) => `${index} ${word}`);
    const parts = [...say(...words), finish];
    const reply: StagedReply = findReply(stage, { type: 'answer', parts });
    if (bodyBytes(reply).length >= leastBytes) return parts;
  }
  return fail('expected the stage to say all texts that it is given, and its body stayed small');
}

async function expectHeldBack(rehearsal: Rehearsal): Promise<void> {
  const sent = (): number => rehearsal.asked[0]?.sentBytes ?? 0;
  let before = -1;
  while (sent() > before) {
    before = sent();
    await rest(100);
  }
  expectTrue(before <= mostHeldBytes, `expected the vendor to be held back while the consumer rests, and it could send ${before} bytes`);
}
