import { anthropicClients } from '../../contestants/anthropic/anthropic-clients.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { startOpenAi } from '../upstream/start-openai.ts';
import { vendorStreamMeasures } from './vendor-stream-measures.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const responseText = sampleText('english', chunks * charactersPerChunk);
/** Responses per repetition. The vendor's package needs fewer of them for half a second of work. */
const responses = { fast: 20, others: 5 };

const fastVariant = '8 events per write';

export const anthropicStream: Comparison = {
  kind: 'comparison',
  name: 'anthropic-stream',
  title: `Messages of ${chunks} deltas of text, one after the other, ${responses.fast} per repetition, ${responses.others} for the vendor's package`,
  measures: vendorStreamMeasures({ event: 'delta', vendor: '@anthropic-ai/sdk', fastVariant }),
  variants: [createVariant(fastVariant, 8), createVariant('1 event per write', 1)],
};

function createVariant(name: string, eventsPerWrite: number): Variant {
  const script = { responseText, charactersPerChunk, eventsPerWrite, format: 'anthropic' } as const;
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: anthropicClients.map((client) =>
      streamEntry(client.name, (url) => client.create(`${url}/script/v1`), {
        responses: client.name.startsWith('@') ? responses.others : responses.fast,
        chunks,
        responseText,
      }),
    ),
  };
}
