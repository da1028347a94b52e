import { createUnderstudy } from '@understudy/core';
import type { Attempt, ChatStream } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { createTestTargets } from '../../upstreams/test-upstreams.ts';
import type { FailoverPlan } from './failover-plan.ts';

/** Enough that no call waits for the session of a broken connection, which is used again after 25 ms. */
const sessions = 8;

/**
 * Creates a client that calls a chain of two targets.
 *
 * It resets the health after each response, so that no circuit breaker or cooldown skips the failing target.
 */
export async function createUnderstudyFailover(
  upstreamUrl: string,
  { prompt, code, timeout }: FailoverPlan,
): Promise<ChatClient> {
  const { primary, backup } = await createTestTargets(upstreamUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'primary', baseUrl: primary, sessions }),
      fakegpt({ id: 'backup', baseUrl: backup }),
    ],
    chains: {
      main: {
        targets: ['primary/gpt-4', 'backup/gpt-4'],
        ...(timeout && { timeouts: { [timeout.name]: timeout.ms } }),
      },
    },
  });
  const startChat = (): ChatStream =>
    understudy.chat({ model: 'main', messages: [{ role: 'user', content: prompt }] });
  await startChat().text();
  understudy.resetHealth();
  return {
    chat: async (onText) => {
      const stream = startChat();
      for await (const text of stream.textStream) onText(text);
      assertFailover(stream.attempts, code);
      understudy.resetHealth();
    },
    close: () => understudy.close(),
  };
}

/** Checks that the first attempt failed with `code` and the second one succeeded. */
function assertFailover(attempts: readonly Attempt[], code: string): void {
  const outcomes = attempts.map(({ outcome, error }) => error?.code ?? outcome).join(', ');
  if (outcomes !== `${code}, succeeded`) {
    throw new Error(`expected the attempts "${code}, succeeded", received "${outcomes}"`);
  }
}
