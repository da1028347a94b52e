import { floor, hand, isLean, ours, streamers } from '../contestants/openai/openai-clients.ts';
import type { Measure } from '../harness/measure.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { streamEntry } from '../tasks/stream-task.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const answer = sampleText('english', chunks * charactersPerChunk);
/** Whoever takes longer for a chunk needs fewer of them for half a second of work. */
const answers = { lean: 20, others: 5 };

const eight = '8 events a write, at full speed';
const eightApart = '8 events a write, apart';
const one = '1 event a write, at full speed';
const oneApart = '1 event a write, apart';

const cpu = { key: 'cpu', label: 'CPU per chunk', unit: 'µs', comparison: 'ratio' } as const;
const heap = {
  key: 'heap',
  label: 'Heap allocated per chunk',
  unit: 'bytes',
  comparison: 'none',
} as const;

export const openaiStream: Comparison = {
  kind: 'comparison',
  name: 'openai-stream',
  title: `answers of ${chunks} chunks of about 200 bytes, one after the other, ${answers.lean} a repetition, and ${answers.others} for whoever is slow`,
  measures: [
    { ...cpu, variants: [eight, eightApart], bar: 1.4, aim: 1, barFor: ours },
    { ...cpu, variants: [one, oneApart], bar: 1.25, aim: 1, barFor: ours },
    createRate('openai', 2.8, 4),
    createRate('LangChain', 8, 13),
    createRate('streamText', 13, 25),
    { ...heap, variants: [eight, eightApart], bar: 1600, aim: 1000, barFor: ours },
    { ...heap, variants: [one, oneApart] },
  ],
  variants: [
    createVariant(eight, 8),
    createVariant(eightApart, 8, 0.06),
    createVariant(one, 1),
    createVariant(oneApart, 1, 0.04),
  ],
};

/** How many times as much ours read as that peer, where nobody waits for the upstream; the hand shows what is in reach. */
function createRate(base: string, bar: number, aim: number): Measure {
  return {
    key: 'rate',
    label: 'Chunks a second',
    unit: 'thousands',
    factor: 0.001,
    comparison: 'ratio',
    base,
    variants: [eight],
    contestants: [hand.name, ...ours],
    limit: 'at least',
    bar,
    aim,
    barFor: ours,
  };
}

function createVariant(name: string, eventsPerWrite: number, writeEveryMs = 0): Variant {
  const script = { answer, charactersPerChunk, eventsPerWrite, writeEveryMs };
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: [hand, floor, ...streamers].map((speaker) =>
      streamEntry(speaker.name, speakOf(speaker, 'script', script), {
        answers: isLean(speaker) ? answers.lean : answers.others,
        chunks,
        answer,
      }),
    ),
  };
}
