import { fakegptChatters } from '../contestants/fakegpt/fakegpt-chatters.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt, writesApart } from './start-fakegpt.ts';

const questions = 300;
const answer = sampleText('english', 64);
const pace = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: writesApart };

export const fakegptFirstText: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-first-text',
  title: `short answers of 8 snapshots on a warm session, ${questions} questions a repetition, one by one`,
  measures: [
    { key: 'p50', label: 'Time to first text, p50', unit: 'ms', comparison: 'ratio', bar: 1.3 },
    { key: 'p99', label: 'Time to first text, p99', unit: 'ms', comparison: 'ratio' },
    { key: 'cpu', label: 'CPU per question', unit: 'µs', comparison: 'ratio' },
  ],
  variants: [createVariant('after 2 ms of quiet', 2), createVariant('back to back', 0)],
};

/** Back to back, whoever ends an answer at its end marker asks while the upstream is still at the end of the body. */
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
