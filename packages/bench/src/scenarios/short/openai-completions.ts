import {
  isFast,
  responseClients,
  understudyNames,
} from '../../contestants/openai/openai-clients.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { completionsEntry } from '../../tasks/completions-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const responseText = sampleText('english', 64);
const concurrency = 16;
/** Other libraries need hundreds of microseconds per response, so fewer responses suffice. */
const work = { warmUps: 8000, responses: 4000, concurrency, responseText };
const fastWork = { warmUps: 48_000, responses: 24_000, concurrency, responseText };
/** A streamed response is one write too, so that only the work of the readers differs. */
const script = { responseText, charactersPerChunk: 8, eventsPerWrite: 100 };

export const openaiCompletions: Comparison = {
  kind: 'comparison',
  name: 'openai-completions',
  title: `Complete responses of ${responseText.length} characters, ${concurrency} at a time, ${fastWork.responses} per repetition, ${work.responses} for other libraries; streamed responses have 8 chunks`,
  minRepetitions: 15,
  measures: [
    {
      key: 'cpu',
      label: 'CPU per response',
      unit: 'µs',
      comparison: 'ratio',
      limit: 1.7,
      aim: 1.5,
      limitFor: understudyNames,
    },
    { key: 'rate', label: 'Responses per second', unit: 'count', comparison: 'ratio' },
  ],
  variants: [
    {
      name: `${concurrency} at a time`,
      startUpstream: () => startOpenAi({ script }),
      contestants: responseClients.map((client) =>
        completionsEntry(
          client.name,
          bindScript(client, 'script', script),
          isFast(client) ? fastWork : work,
        ),
      ),
    },
  ],
};
