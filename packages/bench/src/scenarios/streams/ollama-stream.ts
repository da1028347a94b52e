import { ollamaClients } from '../../contestants/ollama/ollama-clients.ts';
import type { Comparison, Upstream, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { vendorStreamMeasures } from './vendor-stream-measures.ts';

const prompt = 'Describe a theater.';
const chunks = 2000;
const charactersPerChunk = 5;
const responseText = sampleText('english', chunks * charactersPerChunk);
const responses = 20;
/** Larger than any write of the benchmark. The emulator then flushes each write and splits none. */
const flushEachWrite = 1_048_576;

const fastVariant = '8 lines per write';

export const ollamaStream: Comparison = {
  kind: 'comparison',
  name: 'ollama-stream',
  title: `Responses of ${chunks} lines of about 130 bytes, one after the other, ${responses} per repetition`,
  measures: vendorStreamMeasures({ event: 'line', vendor: 'ollama', fastVariant }),
  variants: [createVariant(fastVariant, 8), createVariant('1 line per write', 1)],
};

function createVariant(name: string, eventsPerWrite: number): Variant {
  return {
    name,
    startUpstream: () => startOllama(eventsPerWrite),
    contestants: Object.entries(ollamaClients(prompt)).map(([contestant, createClient]) =>
      streamEntry(contestant, createClient, { responses, chunks, responseText }),
    ),
  };
}

async function startOllama(eventsPerWrite: number): Promise<Upstream> {
  const { startOllamaEmulator } = await import('@understudy/emulator');
  return startOllamaEmulator({
    rules: [{ when: prompt, response: responseText }],
    charactersPerChunk,
    eventsPerWrite,
    bytesPerWrite: flushEachWrite,
    maxRecordedRequests: 10,
  });
}
