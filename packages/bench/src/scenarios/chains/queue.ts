import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison } from '../../harness/scenario.ts';

const few = 1000;
const many = 10_000;
const maxConcurrent = 8;
const shared = { unit: 'µs', comparison: 'ratio', limit: 1.2 } as const;

export const queue: Comparison = {
  kind: 'comparison',
  name: 'queue',
  title: `Chats that wait for a target in memory with maxConcurrent ${maxConcurrent}: ${many} per repetition, ${few} or ${many} at the same time`,
  minRepetitions: 9,
  measures: [
    { key: 'cpu', label: 'CPU per chat', ...shared },
    { key: 'threadCpu', label: 'CPU of the main thread per chat', ...shared },
  ],
  variants: [{ name: `maxConcurrent ${maxConcurrent}`, contestants: [few, many].map(createEntry) }],
};

function createEntry(chats: number): ContestantEntry {
  return {
    name: `${chats.toLocaleString('en-US')} chats`,
    create: async () =>
      (await import('../../contestants/queue/queued-chats.ts')).createQueuedChats({
        chats,
        groups: many / chats,
        maxConcurrent,
      }),
  };
}
