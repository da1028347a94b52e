import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';

export const sendsTheCallersHeaders: Clause = {
  id: 'sends-the-callers-headers',
  rule: 'The headers of a call are sent with its request for the answer.',
  needs: 'wire',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    await watchAnswer(rehearsal.ask({}, { headers: { 'x-trace': 'trace-17' } }));
    const came = rehearsal.asked[0]?.request.headers['x-trace'];
    expectEqual('the header x-trace of the call', came, 'trace-17');
  },
};
