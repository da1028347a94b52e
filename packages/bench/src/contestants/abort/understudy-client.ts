import { randomUUID } from 'node:crypto';

import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import { callHeader } from '../../upstreams/primary-server.ts';
import { openStage } from '../../upstreams/test-upstreams.ts';
import { createScript } from '../core-way/script.ts';
import { createScriptedProvider } from '../core-way/scripted-provider.ts';
import type { AbortClient } from './abort-client.ts';
import { backoffMs, piecesBeforeAbort } from './moments.ts';
import { timeAbort } from './time-abort.ts';

/** As many calls as bring the budget one retry. */
const callsPerRetry = 5;

/** Aborts in the middle of the answer of a chain's first target. */
export async function createUnderstudyStreamAborter(
  stageUrl: string,
  question: string,
): Promise<AbortClient> {
  const cast = await openStage(stageUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'lead', baseUrl: cast.lead }),
      fakegpt({ id: 'understudy', baseUrl: cast.understudy }),
    ],
    chains: { play: ['lead/gpt-4', 'understudy/gpt-4'] },
  });
  return {
    lead: cast.lead,
    close: () => understudy.close(),
    askAndAbort: (call) =>
      timeAbort(async (signal, abort) => {
        let pieces = 0;
        const { textStream } = understudy.chat(
          { model: 'play', messages: [{ role: 'user', content: question }] },
          { signal, headers: { [callHeader]: call } },
        );
        for await (const _ of textStream) {
          pieces += 1;
          if (pieces === piecesBeforeAbort) abort();
        }
      }),
  };
}

/** Aborts while a target rests before its retry; easy calls in between keep the retry budget filled. */
export async function createUnderstudyBackoffAborter(
  stageUrl: string,
  question: string,
): Promise<AbortClient> {
  const { lead } = await openStage(stageUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'lead', baseUrl: lead }),
      createScriptedProvider('scripted', createScript(1, 1).batches),
    ],
    retry: { maxRetries: 2, initialDelayMs: backoffMs },
    ports: { random: { next: () => 0.999, uuid: randomUUID } },
  });
  const fillBudget = async (): Promise<void> => {
    const messages = [{ role: 'user', content: question }] as const;
    for (let count = 0; count < callsPerRetry; count += 1) {
      await understudy.chat({ model: 'scripted/script', messages }).text();
    }
  };
  return {
    lead,
    close: () => understudy.close(),
    askAndAbort: async (call) => {
      await fillBudget();
      const times = await timeAbort(async (signal, abort) => {
        const stream = understudy.chat(
          { model: 'lead/gpt-4', messages: [{ role: 'user', content: question }] },
          { signal, headers: { [callHeader]: call } },
        );
        for await (const event of stream) {
          if (event.type === 'attempt-end' && event.next === 'retry') abort();
        }
      });
      understudy.resetHealth();
      return times;
    },
  };
}
