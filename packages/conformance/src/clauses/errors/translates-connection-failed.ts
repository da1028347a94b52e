import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { findReply } from '../../harness/find-reply.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

export const translatesConnectionFailed: Clause = {
  id: 'translates-connection-failed',
  rule: 'A connection that is reset before the headers or during the body is reported as `connection-failed`.',
  requires: 'wire',
  async check(context) {
    await using unanswered = await TestHarness.open(context, {
      handler: (exchange) => exchange.reset(),
    });
    await collectFailure(unanswered.chat(), 'connection-failed');
    const reply = findReply(context.wireFormat, completeResponse);
    await using interrupted = await TestHarness.open(context, {
      handler: async (exchange) => {
        exchange.begin(reply);
        const [first = ''] = reply.body ?? [];
        await exchange.send(Buffer.from(first).subarray(0, 20));
        await exchange.reset();
      },
    });
    await collectFailure(interrupted.chat(), 'connection-failed');
  },
};
