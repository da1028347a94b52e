import {
  handWritten,
  isFast,
  streamClients,
  understudyNames,
} from '../../contestants/openai/openai-clients.ts';
import type { OpenAiClient } from '../../contestants/openai/openai-clients.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import type { OpenAiScript } from '../../upstreams/openai-script.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const charactersPerChunk = 205;
/** Created once and repeated, because every process of the benchmark evaluates this module. */
const tenChunks = sampleText('english', 10 * charactersPerChunk);
/** Between 1,000 and 4,000 chunks, growth is visible without the fixed cost of a call. */
const lengths = [250, 1000, 4000];
/** Chunks per repetition and length. */
const chunks = { fast: 32_000, others: 8000 };
const cpu = { key: 'cpu', label: 'CPU per chunk', unit: 'µs', comparison: 'ratio' } as const;
const clients = [handWritten, ...streamClients];
const others = clients.map(({ name }) => name).filter((name) => !understudyNames.includes(name));

export const openaiLongResponses: Comparison = {
  kind: 'comparison',
  name: 'openai-long-responses',
  title: `Responses of ${lengths.join(', ')} chunks of ${charactersPerChunk} characters, with the same number of chunks of each length per repetition`,
  measures: [
    { ...cpu, variants: understudyNames, limit: 1.15, aim: 1, limitFor: ['4000 chunks'] },
    { ...cpu, variants: others },
  ],
  variants: clients.map(createVariant),
};

function createVariant(client: OpenAiClient): Variant {
  return {
    name: client.name,
    startUpstream: () => {
      const scripts = lengths.map((length) => [String(length), createScript(length)] as const);
      return startOpenAi(Object.fromEntries(scripts));
    },
    contestants: lengths.map((length) => createEntry(client, length)),
  };
}

function createEntry(client: OpenAiClient, length: number): ContestantEntry {
  const script = createScript(length);
  const count = isFast(client) ? chunks.fast : chunks.others;
  return streamEntry(`${length} chunks`, bindScript(client, String(length), script), {
    responses: count / length,
    chunks: length,
    responseText: script.responseText,
  });
}

function createScript(length: number): OpenAiScript {
  return { responseText: tenChunks.repeat(length / 10), charactersPerChunk, eventsPerWrite: 8 };
}
