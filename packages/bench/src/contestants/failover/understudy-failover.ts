import { createUnderstudy } from '@understudy/core';
import type { Attempt, ChatStream } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openStage } from '../../upstreams/test-upstreams.ts';
import type { FailoverPlan } from './failover-plan.ts';

/** A chain of two as the guide shows it. After each answer the health is reset, for the next to meet the fault. */
export async function createUnderstudyFailover(
  stageUrl: string,
  { question, code, limit }: FailoverPlan,
): Promise<ChatClient> {
  const cast = await openStage(stageUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'lead', baseUrl: cast.lead }),
      fakegpt({ id: 'understudy', baseUrl: cast.understudy }),
    ],
    chains: {
      play: {
        targets: ['lead/gpt-4', 'understudy/gpt-4'],
        ...(limit && { timeouts: { [limit.timeout]: limit.ms } }),
      },
    },
  });
  const chat = (): ChatStream =>
    understudy.chat({ model: 'play', messages: [{ role: 'user', content: question }] });
  await chat().text();
  understudy.resetHealth();
  return {
    ask: async (onText) => {
      const stream = chat();
      for await (const text of stream.textStream) onText(text);
      assertFailedOver(stream.attempts, code);
      understudy.resetHealth();
    },
    close: () => understudy.close(),
  };
}

/** One try each, the first for the reason that is measured. */
function assertFailedOver(attempts: readonly Attempt[], code: string): void {
  const told = attempts.map(({ outcome, error }) => error?.code ?? outcome).join(', ');
  if (told !== `${code}, succeeded`) {
    throw new Error(`expected ${code} and then an answer, and the ledger says ${told}`);
  }
}
