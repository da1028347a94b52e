import { setImmediate } from 'node:timers/promises';

import { createUnderstudy } from '@understudy/core';
import type { ProviderDefinition, Understudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { openai } from '@understudy/provider-openai';

import type { Contestant } from '../../harness/contestant.ts';
import { assertText } from '../../tasks/assert-text.ts';
import { measureWork } from '../../tasks/measure-work.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey } from '../openai/openai-target.ts';

export interface QueuePlan {
  /** Chats that are started at the same time. */
  readonly chats: number;
  /** How often they are started, one group after the other. */
  readonly groups: number;
  readonly maxConcurrent: number;
  /** The base URL of a server with OpenAI's API, or undefined for a provider in memory. */
  readonly baseUrl?: string | undefined;
}

/** The text of each response. */
const queuedText = 'A theater.';
const id = 'queued';
/** Enough for V8 to compile the measured code and to grow its heap. */
const warmUpRounds = 5;
/** Longer than any queue of the benchmark. */
const maxWaitMs = 600_000;

/** Creates a contestant that starts many chats at a target with `maxConcurrent` and measures the cost of each. */
export function createQueuedChats(plan: QueuePlan): Contestant {
  const { chats, groups, maxConcurrent, baseUrl } = plan;
  const provider = baseUrl ? openai({ id, apiKey, baseUrl }) : createMemoryProvider();
  const target = `${id}/${openaiModel}` as const;
  const understudy = createUnderstudy({
    providers: [provider],
    chains: { main: { targets: [{ target, maxConcurrent }], retry: { maxWaitMs } } },
  });
  const messages = [{ role: 'user', content: 'Describe a theater.' }] as const;
  const runGroup = async (): Promise<void> => {
    const texts = Array.from({ length: chats }, () =>
      understudy.chat({ model: 'main', messages }).text(),
    );
    await setImmediate();
    assertQueued(understudy, chats - maxConcurrent);
    for (const text of await Promise.all(texts)) assertText(text, queuedText);
  };
  const runGroups = async (): Promise<Readonly<Record<string, number>>> => {
    const { cpuMicroseconds, threadCpuMicroseconds } = await measureWork(async () => {
      for (let group = 0; group < groups; group += 1) await runGroup();
    });
    const count = chats * groups;
    return { cpu: cpuMicroseconds / count, threadCpu: threadCpuMicroseconds / count };
  };
  return {
    repeat: async (repetition) => {
      const rounds = repetition === 'warm-up' ? warmUpRounds : 1;
      for (let round = 1; round < rounds; round += 1) await runGroups();
      return runGroups();
    },
    close: () => understudy.close(),
  };
}

/** @throws if fewer than nine tenths of `expected` chats wait */
function assertQueued(understudy: Pick<Understudy, 'health'>, expected: number): void {
  const queued = understudy.health()[0]?.queued ?? 0;
  if (queued < expected * 0.9)
    throw new Error(`expected ${expected} queued chats, received ${queued}`);
}

/** Creates a provider that responds in the next turn of the event loop and sends no request. */
function createMemoryProvider(): ProviderDefinition {
  return defineProvider({
    id,
    interfaceVersion: 1,
    models: [{ id: openaiModel }],
    create: () => ({
      async *chat() {
        await setImmediate();
        yield [{ type: 'text-delta', text: queuedText }];
        yield [{ type: 'finish', reason: 'stop' }];
      },
    }),
  });
}
