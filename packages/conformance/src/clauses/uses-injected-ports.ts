import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';
import { expectTrue } from '../sentences.ts';

export const usesItsPorts: Clause = {
  id: 'uses-injected-ports',
  rule: 'Every request goes through the http of the context or of the ports, where the limits, the proxy and the dispatcher of the app are.',
  requires: 'wire',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    await collectResponse(rehearsal.ask());
    const came = rehearsal.server.exchanges.length;
    const { requests } = rehearsal.probe;
    expectTrue(
      came === requests,
      `expected all ${came} requests to be made with the http port, and ${requests} were`,
    );
  },
};
