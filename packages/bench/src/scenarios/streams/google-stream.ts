import { googleClients } from '../../contestants/google/google-clients.ts';
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

const fastVariant = '8 chunks per write';

export const googleStream: Comparison = {
  kind: 'comparison',
  name: 'google-stream',
  title: `Responses of ${chunks} chunks of about 330 bytes, one after the other, ${responses} per repetition`,
  measures: vendorStreamMeasures({ event: 'chunk', vendor: '@google/genai', fastVariant }),
  variants: [createVariant(fastVariant, 8), createVariant('1 chunk per write', 1)],
};

function createVariant(name: string, eventsPerWrite: number): Variant {
  return {
    name,
    startUpstream: () => startGoogle(eventsPerWrite),
    contestants: Object.entries(googleClients(prompt)).map(([contestant, createClient]) =>
      streamEntry(contestant, createClient, { responses, chunks, responseText }),
    ),
  };
}

async function startGoogle(eventsPerWrite: number): Promise<Upstream> {
  const { startGoogleEmulator } = await import('@understudy/emulator');
  return startGoogleEmulator({
    rules: [{ when: prompt, response: responseText }],
    charactersPerChunk,
    eventsPerWrite,
    bytesPerWrite: flushEachWrite,
    maxRecordedRequests: 10,
  });
}
