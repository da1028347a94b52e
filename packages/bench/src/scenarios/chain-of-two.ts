import { createScript } from '../contestants/core-way/script.ts';
import type { ContestantEntry } from '../harness/contestant.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { streamEntry } from '../tasks/stream-task.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt, writesApart } from './start-fakegpt.ts';

const charactersPerSnapshot = 8;
const length = 16_000;
const answers = 20;
const scripted = { events: 2000, answers: 200, batchSize: 8 };

/** Each contestant with how it asks; one target is the base. */
const asked = { 'one target': 'one', 'chain of two': 'chain' } as const;

export const chainOfTwo: Comparison = {
  kind: 'comparison',
  name: 'chain-of-two',
  title: `a chain of two with a healthy first against that target alone: ${answers} answers of 2,000 snapshots a repetition, and ${scripted.answers} of 2,000 scripted events`,
  leastRepetitions: 9,
  measures: [{ key: 'cpu', label: 'CPU per chunk', unit: 'µs', comparison: 'ratio', bar: 1.15 }],
  variants: [
    createFakeGptVariant('FakeGpt, 8 events a write', 8),
    createFakeGptVariant('FakeGpt, 1 event a write', 1),
    createScriptedVariant(),
  ],
};

function createFakeGptVariant(name: string, eventsPerWrite: number): Variant {
  const answer = sampleText('english', length);
  const pace = { charactersPerSnapshot, eventsPerWrite, bytesPerWrite: writesApart };
  const work = { answers, answer, chunks: length / charactersPerSnapshot };
  return {
    name,
    startUpstream: () => startFakeGpt(answer, pace),
    contestants: Object.entries(asked).map(([contestant, how]) =>
      streamEntry(
        contestant,
        async (url) =>
          (await import('../contestants/chain-of-two/chain-client.ts')).createChainChatter(
            url,
            question,
            how,
          ),
        work,
      ),
    ),
  };
}

/** Nothing but core, where a difference would show most. */
function createScriptedVariant(): Variant {
  const { events, batchSize } = scripted;
  const answer = createScript(events, batchSize).text;
  const work = { answers: scripted.answers, answer, chunks: events };
  const contestants: readonly ContestantEntry[] = Object.entries(asked).map(([contestant, how]) =>
    streamEntry(
      contestant,
      async () =>
        (await import('../contestants/core-way/understudy-client.ts')).createScriptedChatter(
          createScript(events, batchSize),
          how,
        ),
      work,
    ),
  );
  return { name: `scripted, arrays of ${batchSize}`, contestants };
}
