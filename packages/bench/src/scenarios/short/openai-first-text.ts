import {
  baseline,
  handWritten,
  streamClients,
  understudyNames,
} from '../../contestants/openai/openai-clients.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { firstTextEntry } from '../../tasks/first-text-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const requests = 501;
const responseText = sampleText('english', 40);
/** The role and the first text arrive in one write, because `baseline` cannot distinguish them. */
const script = { responseText, charactersPerChunk: 5, eventsPerWrite: 2 };
const work = { warmUps: 500, pauseMs: 2, responseText };

export const openaiFirstText: Comparison = {
  kind: 'comparison',
  name: 'openai-first-text',
  title: `Short responses of 8 chunks over an open connection; one request per repetition after a pause of ${work.pauseMs} ms, at least ${requests}, quartiles`,
  minRepetitions: requests,
  measures: [
    {
      key: 'firstText',
      label: 'Time to first text',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      limit: 1.5,
      aim: 1.3,
      limitFor: understudyNames,
    },
    { key: 'cpu', label: 'CPU per request', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    {
      name: 'one at a time',
      startUpstream: () => startOpenAi({ script }),
      contestants: [baseline, handWritten, ...streamClients].map((client) =>
        firstTextEntry(client.name, bindScript(client, 'script', script), work),
      ),
    },
  ],
};
