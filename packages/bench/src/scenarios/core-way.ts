import { createScript } from '../contestants/core-way/script.ts';
import type { ContestantEntry } from '../harness/contestant.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import type { CreateChatter } from '../tasks/chat-client.ts';
import { streamEntry } from '../tasks/stream-task.ts';

const events = 2000;
const answers = 200;

export const coreWay: Comparison = {
  kind: 'comparison',
  name: 'core-way',
  title: `${events} scripted events through createUnderstudy().chat().textStream, ${answers} chats a repetition`,
  measures: [
    { key: 'cpu', label: 'CPU per event', unit: 'ns', factor: 1000, comparison: 'difference' },
  ],
  variants: [createVariant(8), createVariant(1)],
};

function createVariant(batchSize: number): Variant {
  return {
    name: batchSize === 1 ? 'arrays of 1' : `arrays of ${batchSize}`,
    contestants: [
      createEntry('bare for await', batchSize, async () =>
        (await import('../contestants/core-way/bare-client.ts')).createBareChatter(
          createScript(events, batchSize),
        ),
      ),
      createEntry('understudy', batchSize, async () =>
        (await import('../contestants/core-way/understudy-client.ts')).createScriptedChatter(
          createScript(events, batchSize),
        ),
      ),
    ],
  };
}

function createEntry(name: string, batchSize: number, create: CreateChatter): ContestantEntry {
  const answer = createScript(events, batchSize).text;
  return streamEntry(name, create, { answers, answer, chunks: events });
}
