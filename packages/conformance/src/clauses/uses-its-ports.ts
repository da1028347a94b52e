import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';
import { expectTrue } from '../sentences.ts';

export const usesItsPorts: Clause = {
  id: 'uses-its-ports',
  rule: 'Every request goes through the http of the context or of the ports, where the limits, the proxy and the dispatcher of the app are.',
  needs: 'wire',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    await watchAnswer(rehearsal.ask());
    const came = rehearsal.server.exchanges.length;
    const { requests } = rehearsal.probe;
    expectTrue(
      came === requests,
      `expected all ${came} requests to be made with the http port, and ${requests} were`,
    );
  },
};
