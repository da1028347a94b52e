import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { settle } from '../rehearsal/become-true.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';
import { expectTrue } from '../sentences.ts';

export const waitsForTheFirstPull: Clause = {
  id: 'waits-for-the-first-pull',
  rule: 'Nothing is opened before the first pull: not by the factory, not by create, not by chat.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    const { probe, server } = rehearsal;
    const expectQuiet = async (after: string): Promise<void> => {
      await settle();
      const made = Math.max(server.connections, probe.requests);
      expectTrue(
        made === 0,
        `expected nothing to be opened by ${after}, and ${made} requests were made`,
      );
    };
    await expectQuiet('the factory');
    const chat = rehearsal.ask();
    await expectQuiet('a chat that nobody pulls');
    let early: unknown;
    probe.beforeFirstPull = async () => {
      await expectQuiet('chat(), before its first pull').catch((error: unknown) => (early = error));
    };
    await watchAnswer(chat);
    if (early !== undefined) throw early;
  },
};
