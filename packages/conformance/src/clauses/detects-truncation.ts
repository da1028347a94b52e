import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { collectChat, collectFailure } from '../harness/collect-chat.ts';
import { bodyBytes } from '../harness/exchange.ts';
import { findReply } from '../harness/find-reply.ts';
import { delivering } from '../harness/server-script.ts';
import { supports } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered, pieces, say, wholeText } from '../responses.ts';
import { expectEqual, expectTrue, quote } from '../sentences.ts';

const places = 16;

export const tellsTruncatedFromWhole: Clause = {
  id: 'detects-truncation',
  rule: 'An answer that ends without a finish reason or an end marker is stream-truncated, with the text so far in partial; it is never taken for whole.',
  async check(subject) {
    const { wireFormat } = subject;
    for (const words of [pieces, pieces.slice(0, 1)]) {
      const scene = { type: 'response', parts: say(...words) } as const;
      if (!supports(wireFormat, scene)) continue;
      await using rehearsal = await TestHarness.open(subject, scene);
      const { text } = await collectFailure(rehearsal.ask(), 'stream-truncated');
      expectEqual('the text before the end', text, words.join(''));
    }
    if (wireFormat) await expectEachCutKnown(subject);
  },
};

/** Whichever byte is the last, the answer is whole or it fails. */
async function expectEachCutKnown(subject: ClauseContext): Promise<void> {
  const reply = findReply(subject.wireFormat, answered);
  const bytes = bodyBytes(reply);
  for (let place = 0; place < places; place += 1) {
    const head = bytes.subarray(0, Math.floor((bytes.length * place) / places));
    await using rehearsal = await TestHarness.open(subject, delivering({ ...reply, body: [head] }));
    const { text, error } = await collectChat(rehearsal.ask());
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
