import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { findReply } from '../harness/find-reply.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';

export const translatesConnectionFailed: Clause = {
  id: 'translates-connection-failed',
  rule: 'A connection that breaks, before the headers or within the answer, is connection-failed.',
  requires: 'wire',
  async check(subject) {
    await using dead = await TestHarness.open(subject, { handler: (exchange) => exchange.reset() });
    await collectFailure(dead.ask(), 'connection-failed');
    const reply = findReply(subject.wireFormat, answered);
    await using broken = await TestHarness.open(subject, {
      handler: async (exchange) => {
        exchange.begin(reply);
        const [first = ''] = reply.body ?? [];
        await exchange.send(Buffer.from(first).subarray(0, 20));
        await exchange.reset();
      },
    });
    await collectFailure(broken.ask(), 'connection-failed');
  },
};
