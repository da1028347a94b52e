import { fakegptChatters } from '../contestants/fakegpt/fakegpt-chatters.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt, writesApart } from './start-fakegpt.ts';

const questions = 300;
const answer = sampleText('english', 64);
const pace = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: writesApart };

const quiet = 'after 2 ms of quiet';
/** Not judged: who ends an answer at its end marker asks while the upstream is still at the end of the body. */
const backToBack = 'back to back';
const p50 = {
  key: 'p50',
  label: 'Time to first text, p50',
  unit: 'ms',
  comparison: 'ratio',
} as const;

export const fakegptFirstText: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-first-text',
  title: `short answers of 8 snapshots on a warm session, ${questions} questions a repetition, one by one`,
  measures: [
    { ...p50, variants: [quiet], bar: 1.3 },
    { ...p50, variants: [backToBack] },
    { key: 'p99', label: 'Time to first text, p99', unit: 'ms', comparison: 'ratio' },
    { key: 'cpu', label: 'CPU per question', unit: 'µs', comparison: 'ratio' },
  ],
  variants: [createVariant(quiet, 2), createVariant(backToBack, 0)],
};

function createVariant(name: string, pauseMs: number): Variant {
  const work = { questions, pauseMs, answer };
  return {
    name,
    startUpstream: () => startFakeGpt(answer, pace),
    contestants: Object.entries(fakegptChatters(question)).map(([contestant, createChatter]) =>
      firstTextEntry(contestant, createChatter, work),
    ),
  };
}
