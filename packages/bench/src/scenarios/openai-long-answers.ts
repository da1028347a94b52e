import { hand, isLean, ours, streamers } from '../contestants/openai/openai-clients.ts';
import type { OpenAiClient } from '../contestants/openai/openai-clients.ts';
import type { ContestantEntry } from '../harness/contestant.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { streamEntry } from '../tasks/stream-task.ts';
import type { OpenAiScript } from '../upstreams/openai-script.ts';
import { sampleText } from './sample-text.ts';
import { speakOf, startOpenAi } from './start-openai.ts';

const charactersPerChunk = 205;
/** Repeated: every process of the bench makes these texts, whatever it is for. */
const tenChunks = sampleText('english', 10 * charactersPerChunk);
/** The one in the middle tells growth from the cost of a call, which weighs most on the shortest. */
const lengths = [250, 1000, 4000];
/** In a repetition, of each length. */
const chunks = { lean: 32_000, others: 8000 };
const cpu = { key: 'cpu', label: 'CPU per chunk', unit: 'µs', comparison: 'ratio' } as const;
const speakers = [hand, ...streamers];
const others = speakers.map(({ name }) => name).filter((name) => !ours.includes(name));

export const openaiLongAnswers: Comparison = {
  kind: 'comparison',
  name: 'openai-long-answers',
  title: `answers of ${lengths.join(', ')} chunks of ${charactersPerChunk} characters, as many chunks of each a repetition`,
  measures: [
    { ...cpu, variants: ours, bar: 1.15, aim: 1, barFor: ['4000 chunks'] },
    { ...cpu, variants: others },
  ],
  variants: speakers.map(createVariant),
};

function createVariant(speaker: OpenAiClient): Variant {
  return {
    name: speaker.name,
    startUpstream: () => {
      const scripts = lengths.map((length) => [String(length), createScript(length)] as const);
      return startOpenAi(Object.fromEntries(scripts));
    },
    contestants: lengths.map((length) => createEntry(speaker, length)),
  };
}

function createEntry(speaker: OpenAiClient, length: number): ContestantEntry {
  const script = createScript(length);
  const count = isLean(speaker) ? chunks.lean : chunks.others;
  return streamEntry(`${length} chunks`, speakOf(speaker, String(length), script), {
    answers: count / length,
    chunks: length,
    answer: script.answer,
  });
}

function createScript(length: number): OpenAiScript {
  return { answer: tenChunks.repeat(length / 10), charactersPerChunk, eventsPerWrite: 8 };
}
