import {
  baseline,
  handWritten,
  isFast,
  streamClients,
  understudyNames,
} from '../../contestants/openai/openai-clients.ts';
import type { Measure } from '../../harness/measure.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const chunks = 2000;
const charactersPerChunk = 5;
const responseText = sampleText('english', chunks * charactersPerChunk);
/** Responses per repetition. Slower clients need fewer of them for half a second of work. */
const responses = { fast: 20, others: 5 };

const eight = '8 events per write, at full speed';
const eightPaced = '8 events per write, paced';
const one = '1 event per write, at full speed';
const onePaced = '1 event per write, paced';

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
  title: `Responses of ${chunks} chunks of about 200 bytes, one after the other, ${responses.fast} per repetition, ${responses.others} for other libraries`,
  measures: [
    { ...cpu, variants: [eight, eightPaced], limit: 1.4, aim: 1, limitFor: understudyNames },
    { ...cpu, variants: [one, onePaced], limit: 1.25, aim: 1, limitFor: understudyNames },
    createRate('openai', 2.8, 4),
    createRate('LangChain', 8, 13),
    createRate('streamText', 13, 25),
    { ...heap, variants: [eight, eightPaced], limit: 1600, aim: 1000, limitFor: understudyNames },
    { ...heap, variants: [one, onePaced] },
  ],
  variants: [
    createVariant(eight, 8),
    createVariant(eightPaced, 8, 0.06),
    createVariant(one, 1),
    createVariant(onePaced, 1, 0.04),
  ],
};

/** Compares chunks per second with another library, in the variant in which no client waits for the upstream. */
function createRate(reference: string, limit: number, aim: number): Measure {
  return {
    key: 'rate',
    label: 'Chunks per second',
    unit: 'thousands',
    factor: 0.001,
    comparison: 'ratio',
    reference,
    variants: [eight],
    contestants: [handWritten.name, ...understudyNames],
    direction: 'at least',
    limit,
    aim,
    limitFor: understudyNames,
  };
}

function createVariant(name: string, eventsPerWrite: number, writeIntervalMs = 0): Variant {
  const script = { responseText, charactersPerChunk, eventsPerWrite, writeIntervalMs };
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: [handWritten, baseline, ...streamClients].map((client) =>
      streamEntry(client.name, bindScript(client, 'script', script), {
        responses: isFast(client) ? responses.fast : responses.others,
        chunks,
        responseText,
      }),
    ),
  };
}
