import { answered, pieces, say, wholeText } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canSay } from '../rehearsal/can-say.ts';
import { bodyBytes } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { delivering } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watch, watchFailure } from '../rehearsal/watch.ts';
import { expectEqual, expectTrue, quote } from '../sentences.ts';
import type { Subject } from '../subject.ts';

const places = 16;

export const tellsTruncatedFromWhole: Clause = {
  id: 'tells-truncated-from-whole',
  rule: 'An answer that ends without a finish reason or an end marker is stream-truncated, with the text so far in partial; it is never taken for whole.',
  async check(subject) {
    const { stage } = subject;
    for (const words of [pieces, pieces.slice(0, 1)]) {
      const scene = { type: 'answer', parts: say(...words) } as const;
      if (!canSay(stage, scene)) continue;
      await using rehearsal = await Rehearsal.open(subject, scene);
      const { text } = await watchFailure(rehearsal.ask(), 'stream-truncated');
      expectEqual('the text before the end', text, words.join(''));
    }
    if (stage) await expectEachCutKnown(subject);
  },
};

/** Whichever byte is the last, the answer is whole or it fails. */
async function expectEachCutKnown(subject: Subject): Promise<void> {
  const reply = findReply(subject.stage, answered);
  const bytes = bodyBytes(reply);
  for (let place = 0; place < places; place += 1) {
    const head = bytes.subarray(0, Math.floor((bytes.length * place) / places));
    await using rehearsal = await Rehearsal.open(subject, delivering({ ...reply, body: [head] }));
    const { text, error } = await watch(rehearsal.ask());
    expectTrue(
      error !== undefined || text === wholeText,
      `expected an answer cut after ${head.length} of ${bytes.length} bytes to fail, and ${quote(text)} was taken for whole`,
    );
    expectTrue(
      wholeText.startsWith(text),
      `expected the text before a cut to be the beginning of the whole, and it was ${quote(text)}`,
    );
  }
}
