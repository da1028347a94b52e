import { expectTrue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

export const usesInjectedPorts: Clause = {
  id: 'uses-injected-ports',
  rule: "The provider sends every request with the `http` of its context or of its ports, so that the app's timeouts, proxy and dispatcher apply.",
  requires: 'wire',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    await collectResponse(harness.chat());
    const received = harness.server.exchanges.length;
    const { requests } = harness.provider;
    expectTrue(
      received === requests,
      `expected all ${received} requests to use the http port, received ${requests} from it`,
    );
  },
};
