import { randomUUID } from 'node:crypto';

import { createUnderstudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import { callHeader } from '../../upstreams/primary-server.ts';
import { createTestTargets } from '../../upstreams/test-upstreams.ts';
import { createScript } from '../core-overhead/script.ts';
import { createScriptedProvider } from '../core-overhead/scripted-provider.ts';
import type { AbortClient } from './abort-client.ts';
import { backoffMs, chunksBeforeAbort } from './moments.ts';
import { timeAbort } from './time-abort.ts';

/** Number of calls that add one retry to the retry budget. */
const callsPerRetry = 5;

/** Creates a client that aborts while the first target of a chain is streaming. */
export async function createUnderstudyStreamClient(
  upstreamUrl: string,
  prompt: string,
): Promise<AbortClient> {
  const targets = await createTestTargets(upstreamUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'primary', baseUrl: targets.primary }),
      fakegpt({ id: 'backup', baseUrl: targets.backup }),
    ],
    chains: { main: ['primary/gpt-4', 'backup/gpt-4'] },
  });
  return {
    primary: targets.primary,
    close: () => understudy.close(),
    chatAndAbort: (call) =>
      timeAbort(async (signal, abort) => {
        let chunks = 0;
        const { textStream } = understudy.chat(
          { model: 'main', messages: [{ role: 'user', content: prompt }] },
          { signal, headers: { [callHeader]: call } },
        );
        for await (const _ of textStream) {
          chunks += 1;
          if (chunks === chunksBeforeAbort) abort();
        }
      }),
  };
}

/**
 * Creates a client that aborts during the delay before a retry.
 *
 * Successful calls to another target refill the retry budget between the measured calls.
 */
export async function createUnderstudyBackoffClient(
  upstreamUrl: string,
  prompt: string,
): Promise<AbortClient> {
  const { primary } = await createTestTargets(upstreamUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'primary', baseUrl: primary }),
      createScriptedProvider('scripted', createScript(1, 1).batches),
    ],
    retry: { maxRetries: 2, initialDelayMs: backoffMs },
    ports: { random: { next: () => 0.999, uuid: randomUUID } },
  });
  const fillBudget = async (): Promise<void> => {
    const messages = [{ role: 'user', content: prompt }] as const;
    for (let count = 0; count < callsPerRetry; count += 1) {
      await understudy.chat({ model: 'scripted/script', messages }).text();
    }
  };
  return {
    primary,
    close: () => understudy.close(),
    chatAndAbort: async (call) => {
      await fillBudget();
      const times = await timeAbort(async (signal, abort) => {
        const stream = understudy.chat(
          { model: 'primary/gpt-4', messages: [{ role: 'user', content: prompt }] },
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
