import { createScript } from '../contestants/core-overhead/script.ts';
import type { ContestantEntry } from '../harness/contestant.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { streamEntry } from '../tasks/stream-task.ts';
import { sampleText } from './sample-text.ts';
import { flushEachWrite, prompt, startFakeGpt } from './start-fakegpt.ts';

const charactersPerSnapshot = 8;
const length = 16_000;
const responses = 20;
const scripted = { events: 2000, responses: 200, batchSize: 8 };

export const chainOfTwo: Comparison = {
  kind: 'comparison',
  name: 'chain-of-two',
  title: `A chain of two targets whose first one succeeds, a pool of three targets, and one target alone: ${responses} responses of 2,000 snapshots per repetition, and ${scripted.responses} of 2,000 scripted events`,
  minRepetitions: 9,
  measures: [{ key: 'cpu', label: 'CPU per chunk', unit: 'µs', comparison: 'ratio', limit: 1.15 }],
  variants: [
    createFakeGptVariant('FakeGpt, 8 events per write', 8),
    createFakeGptVariant('FakeGpt, 1 event per write', 1),
    createScriptedVariant(),
  ],
};

function createFakeGptVariant(name: string, eventsPerWrite: number): Variant {
  const responseText = sampleText('english', length);
  const options = { charactersPerSnapshot, eventsPerWrite, bytesPerWrite: flushEachWrite };
  const work = { responses, responseText, chunks: length / charactersPerSnapshot };
  const createEntry = (
    contestant: string,
    model: 'primary/gpt-4' | 'main' | 'pool',
  ): ContestantEntry =>
    streamEntry(
      contestant,
      async (url) =>
        (await import('../contestants/chain-of-two/chain-client.ts')).createChainClient(
          url,
          prompt,
          model,
        ),
      work,
    );
  return {
    name,
    startUpstream: () => startFakeGpt(responseText, options),
    contestants: [
      createEntry('one target', 'primary/gpt-4'),
      createEntry('chain of two', 'main'),
      createEntry('pool of three', 'pool'),
    ],
  };
}

/** Measures core without a network, where a difference would be largest. */
function createScriptedVariant(): Variant {
  const { events, batchSize } = scripted;
  const responseText = createScript(events, batchSize).text;
  const work = { responses: scripted.responses, responseText, chunks: events };
  const createEntry = (
    contestant: string,
    model: 'primary/script' | 'main' | 'pool',
  ): ContestantEntry =>
    streamEntry(
      contestant,
      async () =>
        (await import('../contestants/core-overhead/understudy-client.ts')).createScriptedClient(
          createScript(events, batchSize),
          model,
        ),
      work,
    );
  return {
    name: `scripted, arrays of ${batchSize}`,
    contestants: [
      createEntry('one target', 'primary/script'),
      createEntry('chain of two', 'main'),
      createEntry('pool of three', 'pool'),
    ],
  };
}
