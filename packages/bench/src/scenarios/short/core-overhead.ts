import { createScript } from '../../contestants/core-overhead/script.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import type { CreateChatClient } from '../../tasks/chat-client.ts';
import { streamEntry } from '../../tasks/stream-task.ts';

const events = 2000;
const responses = 200;

export const coreOverhead: Comparison = {
  kind: 'comparison',
  name: 'core-overhead',
  title: `${events} scripted events through createUnderstudy().chat().textStream, ${responses} chats per repetition`,
  measures: [
    { key: 'cpu', label: 'CPU per event', unit: 'ns', factor: 1000, comparison: 'difference' },
  ],
  variants: [createVariant(8), createVariant(1)],
};

function createVariant(batchSize: number): Variant {
  return {
    name: `arrays of ${batchSize}`,
    contestants: [
      createEntry('for await', batchSize, async () =>
        (await import('../../contestants/core-overhead/loop-client.ts')).createLoopClient(
          createScript(events, batchSize),
        ),
      ),
      createEntry('understudy', batchSize, async () =>
        (await import('../../contestants/core-overhead/understudy-client.ts')).createScriptedClient(
          createScript(events, batchSize),
        ),
      ),
    ],
  };
}

function createEntry(name: string, batchSize: number, create: CreateChatClient): ContestantEntry {
  const responseText = createScript(events, batchSize).text;
  return streamEntry(name, create, { responses, responseText, chunks: events });
}
