import { setTimeout as rest } from 'node:timers/promises';

import type { Clause } from '../clause.ts';
import { bodyBytes } from '../harness/exchange.ts';
import { findReply } from '../harness/find-reply.ts';
import { delivering } from '../harness/server-script.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, say } from '../responses.ts';
import { expectTrue, fail } from '../sentences.ts';
import type { ResponsePart, WireFormat } from '../wire-format.ts';

const mebibyte = 1024 * 1024;
const leastBytes = 4 * mebibyte;
/** What may be on its way through the provider: some vendors repeat the whole text in each event. */
const mostReadBytes = mebibyte;

export const bearsASlowConsumer: Clause = {
  id: 'handles-backpressure',
  rule: 'A consumer that rests holds the vendor back: nothing is read ahead into a queue, no limit runs out, and no word is lost.',
  requires: 'wire',
  async check(subject) {
    const parts = largeAnswer(subject.wireFormat);
    const reply = findReply(subject.wireFormat, { type: 'response', parts });
    const timeouts = { idleMs: 1000, firstContentMs: 2000 };
    await using rehearsal = await TestHarness.open(subject, delivering(reply), { timeouts });
    let text = '';
    for await (const piece of rehearsal.ask().textStream) {
      if (text === '') await expectHeldBack(rehearsal);
      text += piece;
    }
    const expected = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const sentence = `expected all ${expected.length} characters in their order after a rest`;
    expectTrue(text === expected, `${sentence}, and ${text.length} came`);
  },
};

/** As many texts as make a body that is worth holding back. */
function largeAnswer(stage: WireFormat | undefined): readonly ResponsePart[] {
  const word = 'tide '.repeat(6000);
  for (let count = 16; count <= 1024; count *= 2) {
    const words = Array.from({ length: count }, (_, index) => `${index} ${word}`);
    const parts = [...say(...words), finish];
    if (bodyBytes(findReply(stage, { type: 'response', parts })).length >= leastBytes) return parts;
  }
  return fail('expected the stage to say all texts that it is given, and its body stayed small');
}

async function expectHeldBack({ probe }: TestHarness): Promise<void> {
  let before = -1;
  while (probe.bytesRead > before) {
    before = probe.bytesRead;
    await rest(50);
  }
  const sentence = 'expected the provider to read no further while the consumer rests';
  expectTrue(before <= mostReadBytes, `${sentence}, and it read ${before} bytes`);
}
