import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison } from '../../harness/scenario.ts';
import type { OpenAiScript } from '../../upstreams/openai-script.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const few = 1000;
const many = 10_000;
const maxConcurrent = 8;
const script: OpenAiScript = {
  responseText: 'A theater.',
  charactersPerChunk: 10,
  eventsPerWrite: 1,
};
const overSockets = 'OpenAI, short responses over sockets';
const inMemory = 'a provider in memory';
const wholeProcess = { key: 'cpu', label: 'CPU per chat' } as const;
const mainThread = { key: 'threadCpu', label: 'CPU of the main thread per chat' } as const;
const ratio = { unit: 'µs', comparison: 'ratio' } as const;
const limited = { ...ratio, variants: [overSockets], limit: 1.2 } as const;
/** The cost of the queue alone. It has no limit, because it consists mostly of garbage collection. */
const unlimited = { ...ratio, variants: [inMemory] } as const;

export const queue: Comparison = {
  kind: 'comparison',
  name: 'queue',
  title: `Chats that wait for a target with maxConcurrent ${maxConcurrent}: ${many} per repetition, ${few} or ${many} at the same time`,
  minRepetitions: 9,
  measures: [
    { ...wholeProcess, ...limited },
    { ...mainThread, ...limited },
    { ...wholeProcess, ...unlimited },
    { ...mainThread, ...unlimited },
  ],
  variants: [
    {
      name: overSockets,
      startUpstream: () => startOpenAi({ script }),
      contestants: createEntries((url) => bindTarget(url, 'script', script).baseUrl),
    },
    { name: inMemory, contestants: createEntries(() => undefined) },
  ],
};

function createEntries(
  toBaseUrl: (upstreamUrl: string) => string | undefined,
): readonly ContestantEntry[] {
  return [few, many].map((chats) => ({
    name: `${chats.toLocaleString('en-US')} chats`,
    create: async (upstreamUrl) => {
      const { createQueuedChats } = await import('../../contestants/queue/queued-chats.ts');
      const baseUrl = toBaseUrl(upstreamUrl);
      return createQueuedChats({ chats, groups: many / chats, maxConcurrent, baseUrl });
    },
  }));
}
