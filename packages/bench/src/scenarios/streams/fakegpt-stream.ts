import { fakegptClients } from '../../contestants/fakegpt/fakegpt-clients.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { streamEntry } from '../../tasks/stream-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { flushEachWrite, prompt, startFakeGpt } from '../upstream/start-fakegpt.ts';

const charactersPerSnapshot = 8;
const length = 16_000;
/** Responses per repetition. The hand-written client needs at least half a second for them. */
const responses = { english: 20, russian: 4 };

export const fakegptStream: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-stream',
  title: `2,000 cumulative snapshots that grow to 16,000 characters; ${responses.english} responses per repetition in ASCII or ${responses.russian} in Cyrillic`,
  measures: [
    { key: 'cpu', label: 'CPU per snapshot', unit: 'µs', comparison: 'ratio', limit: 1.25, aim: 1 },
    { key: 'wall', label: 'Wall time per snapshot', unit: 'µs', comparison: 'ratio' },
  ],
  variants: [
    createVariant('ASCII, 8 events per write', 'english', 8),
    createVariant('ASCII, 1 event per write', 'english', 1),
    createVariant('escaped Cyrillic, 8 events per write', 'russian', 8),
    createVariant('escaped Cyrillic, 1 event per write', 'russian', 1),
  ],
};

function createVariant(
  name: string,
  language: keyof typeof responses,
  eventsPerWrite: number,
): Variant {
  const responseText = sampleText(language, length);
  const options = { charactersPerSnapshot, eventsPerWrite, bytesPerWrite: flushEachWrite };
  const work = {
    responses: responses[language],
    responseText,
    chunks: length / charactersPerSnapshot,
  };
  return {
    name,
    startUpstream: () => startFakeGpt(responseText, options),
    contestants: Object.entries(fakegptClients(prompt)).map(([contestant, createClient]) =>
      streamEntry(contestant, createClient, work),
    ),
  };
}
