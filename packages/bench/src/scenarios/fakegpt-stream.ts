import { fakegptChatters } from '../contestants/fakegpt/fakegpt-clients.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { streamEntry } from '../tasks/stream-task.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt, writesApart } from './start-fakegpt.ts';

const charactersPerSnapshot = 8;
const length = 16_000;
/** Answers in a repetition: enough for half a second or more of the hand's work. */
const answers = { english: 20, russian: 4 };

export const fakegptStream: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-stream',
  title: `2,000 cumulative snapshots growing to 16,000 characters; a repetition is ${answers.english} answers in ASCII or ${answers.russian} in Cyrillic`,
  measures: [
    { key: 'cpu', label: 'CPU per snapshot', unit: 'µs', comparison: 'ratio', bar: 1.25, aim: 1 },
    { key: 'wall', label: 'Wall time per snapshot', unit: 'µs', comparison: 'ratio' },
  ],
  variants: [
    createVariant('ASCII, 8 events a write', 'english', 8),
    createVariant('ASCII, 1 event a write', 'english', 1),
    createVariant('escaped Cyrillic, 8 events a write', 'russian', 8),
    createVariant('escaped Cyrillic, 1 event a write', 'russian', 1),
  ],
};

function createVariant(
  name: string,
  language: keyof typeof answers,
  eventsPerWrite: number,
): Variant {
  const answer = sampleText(language, length);
  const pace = { charactersPerSnapshot, eventsPerWrite, bytesPerWrite: writesApart };
  const work = { answers: answers[language], answer, chunks: length / charactersPerSnapshot };
  return {
    name,
    startUpstream: () => startFakeGpt(answer, pace),
    contestants: Object.entries(fakegptChatters(question)).map(([contestant, createChatter]) =>
      streamEntry(contestant, createChatter, work),
    ),
  };
}
