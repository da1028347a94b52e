import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';
import { expectEqual } from '../sentences.ts';

export const sendsTheCallersHeaders: Clause = {
  id: 'sends-caller-headers',
  rule: 'The headers of a call are sent with its request for the answer.',
  requires: 'wire',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    await collectResponse(rehearsal.ask({}, { headers: { 'x-trace': 'trace-17' } }));
    const came = rehearsal.asked[0]?.request.headers['x-trace'];
    expectEqual('the header x-trace of the call', came, 'trace-17');
  },
};
