import { floor, hand, ours, streamers } from '../contestants/openai/openai-speakers.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const questions = 200;
const answer = sampleText('english', 40);
/** The role and the first text come together: to the floor any byte is text. */
const script = { answer, charactersPerChunk: 5, eventsPerWrite: 2 };

const quiet = 'after 2 ms of quiet';
/** Not judged: who ends an answer at its end marker asks while the upstream is still at the end of the body. */
const backToBack = 'back to back';
const p50 = {
  key: 'p50',
  label: 'Time to first text, p50',
  unit: 'ms',
  comparison: 'ratio',
} as const;

export const openaiFirstText: Comparison = {
  kind: 'comparison',
  name: 'openai-first-text',
  title: `short answers of 8 chunks on a warm connection, ${questions} questions a repetition, one by one`,
  measures: [
    { ...p50, variants: [quiet], bar: 1.5, aim: 1.2, barFor: ours },
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
    startUpstream: () => startOpenAi({ script }),
    contestants: [floor, hand, ...streamers].map((speaker) =>
      firstTextEntry(speaker.name, speakOf(speaker, 'script', script), work),
    ),
  };
}
