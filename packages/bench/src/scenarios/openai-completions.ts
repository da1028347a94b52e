import { completers, ours } from '../contestants/openai/openai-speakers.ts';
import type { Comparison } from '../harness/scenario.ts';
import { completionsEntry } from '../tasks/completions-task.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const answer = sampleText('english', 64);
const work = { answers: 8000, concurrency: 16, answer };
/** Streamed, the whole answer is one write too: what is compared is who asks, not how it is sent. */
const script = { answer, charactersPerChunk: 8, eventsPerWrite: 100 };

export const openaiCompletions: Comparison = {
  kind: 'comparison',
  name: 'openai-completions',
  title: `answers of ${answer.length} characters awaited whole, ${work.concurrency} at a time, ${work.answers} a repetition; ours are streams of 8 chunks, put together`,
  measures: [
    {
      key: 'cpu',
      label: 'CPU per answer',
      unit: 'µs',
      comparison: 'ratio',
      bar: 1.7,
      aim: 1.3,
      barFor: ours,
    },
    { key: 'rate', label: 'Answers a second', unit: 'count', comparison: 'ratio' },
  ],
  variants: [
    {
      name: `${work.concurrency} at a time`,
      startUpstream: () => startOpenAi({ script }),
      contestants: completers.map((speaker) =>
        completionsEntry(speaker.name, speakOf(speaker, 'script', script), work),
      ),
    },
  ],
};
