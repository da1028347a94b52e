import { expectEqual } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

export const sendsCallerHeaders: Clause = {
  id: 'sends-caller-headers',
  rule: 'The request contains the headers of the call.',
  requires: 'wire',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    await collectResponse(harness.chat({}, { headers: { 'x-trace': 'trace-17' } }));
    const received = harness.exchanges[0]?.request.headers['x-trace'];
    expectEqual('the header x-trace', received, 'trace-17');
  },
};
