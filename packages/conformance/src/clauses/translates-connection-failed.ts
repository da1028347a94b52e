import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';

export const translatesConnectionFailed: Clause = {
  id: 'translates-connection-failed',
  rule: 'A connection that breaks, before the headers or within the answer, is connection-failed.',
  needs: 'wire',
  async check(subject) {
    await using dead = await Rehearsal.open(subject, { perform: (exchange) => exchange.reset() });
    await watchFailure(dead.ask(), 'connection-failed');
    const reply = findReply(subject.stage, answered);
    await using broken = await Rehearsal.open(subject, {
      perform: async (exchange) => {
        exchange.begin(reply);
        const [first = ''] = reply.body ?? [];
        await exchange.send(Buffer.from(first).subarray(0, 20));
        await exchange.reset();
      },
    });
    await watchFailure(broken.ask(), 'connection-failed');
  },
};
