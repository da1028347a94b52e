import { forwarders } from '../../contestants/batches/forwarders.ts';
import type { ForwarderEntry } from '../../contestants/batches/forwarders.ts';
import { understudyNames } from '../../contestants/openai/openai-clients.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { forwardEntry } from '../../tasks/gateway/forward-task.ts';
import { renderEvents } from '../../upstreams/openai-script.ts';
import type { OpenAiScript } from '../../upstreams/openai-script.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const responses = 20;
const responseText = sampleText('english', chunks * charactersPerChunk);

export const batches: Comparison = {
  kind: 'comparison',
  name: 'batches',
  title: `Responses of ${chunks} chunks, forwarded to a client by a server that reads chat().batches, one after the other, ${responses} per repetition`,
  measures: [
    {
      key: 'cpu',
      label: 'CPU per chunk',
      unit: 'µs',
      comparison: 'ratio',
      limit: 0.9,
      limitFor: understudyNames,
    },
    { key: 'heap', label: 'Heap allocated per chunk', unit: 'bytes', comparison: 'none' },
  ],
  variants: [
    createVariant('8 events per write, at full speed', 8),
    createVariant('8 events per write, paced', 8, 0.06),
    createVariant('1 event per write, at full speed', 1),
    createVariant('1 event per write, paced', 1, 0.04),
  ],
};

function createVariant(name: string, eventsPerWrite: number, writeIntervalMs = 0): Variant {
  const script = {
    responseText,
    charactersPerChunk,
    eventsPerWrite,
    writeIntervalMs,
    hasNullUsage: true,
  };
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: forwarders.map((forwarder) => createEntry(forwarder, script)),
  };
}

/** The client must receive the same bytes as the forwarder. */
function createEntry({ name, create }: ForwarderEntry, script: OpenAiScript): ContestantEntry {
  const work = { responses, chunks, body: renderEvents(script).join('') };
  return forwardEntry(name, (url) => create(bindTarget(url, 'script', script)), work);
}
