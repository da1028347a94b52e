import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { settle } from '../harness/wait-until.ts';
import { answered } from '../responses.ts';
import { expectTrue } from '../sentences.ts';

export const waitsForTheFirstPull: Clause = {
  id: 'starts-on-first-pull',
  rule: 'Nothing is opened before the first pull: not by the factory, not by create, not by chat.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
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
    await collectResponse(chat);
    if (early !== undefined) throw early;
  },
};
