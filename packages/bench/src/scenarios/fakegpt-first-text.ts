import { fakegptChatters } from '../contestants/fakegpt/fakegpt-clients.ts';
import type { Comparison } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt, writesApart } from './start-fakegpt.ts';

const questions = 501;
const answer = sampleText('english', 64);
const pace = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: writesApart };
const work = { warmUps: 500, pauseMs: 2, answer };

export const fakegptFirstText: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-first-text',
  title: `short answers of 8 snapshots on a warm session; a repetition is one question after ${work.pauseMs} ms of quiet, with quartiles, at least ${questions}`,
  leastRepetitions: questions,
  measures: [
    {
      key: 'firstText',
      label: 'Time to first text',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      bar: 1.3,
    },
    { key: 'cpu', label: 'CPU per question', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    {
      name: 'one in turn',
      startUpstream: () => startFakeGpt(answer, pace),
      contestants: Object.entries(fakegptChatters(question)).map(([contestant, createChatter]) =>
        firstTextEntry(contestant, createChatter, work),
      ),
    },
  ],
};
