import { floor, hand, ours, streamers } from '../contestants/openai/openai-clients.ts';
import type { Comparison } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const questions = 501;
const answer = sampleText('english', 40);
/** The role and the first text come together: to the floor any byte is text. */
const script = { answer, charactersPerChunk: 5, eventsPerWrite: 2 };
const work = { warmUps: 500, pauseMs: 2, answer };

export const openaiFirstText: Comparison = {
  kind: 'comparison',
  name: 'openai-first-text',
  title: `short answers of 8 chunks on a warm connection; a repetition is one question after ${work.pauseMs} ms of quiet, with quartiles, at least ${questions}`,
  leastRepetitions: questions,
  measures: [
    {
      key: 'firstText',
      label: 'Time to first text',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      bar: 1.5,
      aim: 1.2,
      barFor: ours,
    },
    { key: 'cpu', label: 'CPU per question', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    {
      name: 'one in turn',
      startUpstream: () => startOpenAi({ script }),
      contestants: [floor, hand, ...streamers].map((speaker) =>
        firstTextEntry(speaker.name, speakOf(speaker, 'script', script), work),
      ),
    },
  ],
};
