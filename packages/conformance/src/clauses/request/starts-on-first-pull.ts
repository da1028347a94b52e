import { expectTrue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { waitTurns } from '../../harness/wait-until.ts';
import { completeResponse } from '../../responses.ts';

export const startsOnFirstPull: Clause = {
  id: 'starts-on-first-pull',
  rule: 'The factory, `create` and `chat` open no connection. The first pull sends the request.',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    const { provider, server } = harness;
    const expectIdle = async (after: string): Promise<void> => {
      await waitTurns();
      const count = Math.max(server.connections, provider.requests);
      expectTrue(count === 0, `expected no request after ${after}, received ${count}`);
    };
    await expectIdle('the factory');
    const chat = harness.chat();
    await expectIdle('the creation of a chat');
    let early: unknown;
    provider.beforeFirstPull = async () => {
      await expectIdle('chat(), before its first pull').catch((error: unknown) => (early = error));
    };
    await collectResponse(chat);
    if (early !== undefined) throw early;
  },
};
