import { handWritten, responseClients } from '../../contestants/openai/openai-clients.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { oldSpaceEntry } from '../../tasks/old-space-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const responseText = sampleText('english', 64);
const script = { responseText, charactersPerChunk: 8, eventsPerWrite: 100 };
const work = { responses: 6000, concurrency: 16, collectEvery: 100, responseText };
const understudyNames = ['understudy', 'understudy, streamed', 'chain of two'];
const clients = [
  handWritten,
  ...responseClients.filter(({ name }) => understudyNames.includes(name)),
];

export const shortChats: Comparison = {
  kind: 'comparison',
  name: 'short-chats',
  title: `Complete responses of ${responseText.length} characters, ${work.concurrency} at a time, ${work.responses} per repetition; the young generation is collected every ${work.collectEvery} responses`,
  measures: [
    {
      key: 'oldSpace',
      label: 'Growth of the old space per chat',
      unit: 'bytes',
      comparison: 'none',
      // V8 seldom collects the old space, so a leftover of each chat shows in at least one repetition.
      statistic: 'max',
      limit: 1000,
      limitFor: understudyNames,
    },
  ],
  variants: [
    {
      name: `${work.concurrency} at a time`,
      startUpstream: () => startOpenAi({ script }),
      contestants: clients.map((client) =>
        oldSpaceEntry(client.name, bindScript(client, 'script', script), work),
      ),
    },
  ],
};
