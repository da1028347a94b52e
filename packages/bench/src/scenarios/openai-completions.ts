import { completers, isLean, ours } from '../contestants/openai/openai-clients.ts';
import type { Comparison } from '../harness/scenario.ts';
import { completionsEntry } from '../tasks/completions-task.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const answer = sampleText('english', 64);
const concurrency = 16;
/** Who takes hundreds of microseconds for an answer needs fewer of them, and is compiled as soon. */
const work = { warmUps: 8000, answers: 4000, concurrency, answer };
const leanWork = { warmUps: 48_000, answers: 24_000, concurrency, answer };
/** Streamed, the whole answer is one write too: what is compared is who reads, not how it is sent. */
const script = { answer, charactersPerChunk: 8, eventsPerWrite: 100 };

export const openaiCompletions: Comparison = {
  kind: 'comparison',
  name: 'openai-completions',
  title: `answers of ${answer.length} characters awaited whole, ${concurrency} at a time, ${leanWork.answers} a repetition, of peers ${work.answers}; streamed they come in 8 chunks`,
  leastRepetitions: 15,
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
      name: `${concurrency} at a time`,
      startUpstream: () => startOpenAi({ script }),
      contestants: completers.map((speaker) =>
        completionsEntry(
          speaker.name,
          speakOf(speaker, 'script', script),
          isLean(speaker) ? leanWork : work,
        ),
      ),
    },
  ],
};
