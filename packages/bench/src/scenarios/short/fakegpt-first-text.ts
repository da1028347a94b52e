import { fakegptClients } from '../../contestants/fakegpt/fakegpt-clients.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { firstTextEntry } from '../../tasks/first-text-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { flushEachWrite, prompt, startFakeGpt } from '../upstream/start-fakegpt.ts';

const requests = 501;
const responseText = sampleText('english', 64);
const options = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: flushEachWrite };
const work = { warmUps: 8000, pauseMs: 2, responseText };

export const fakegptFirstText: Comparison = {
  kind: 'comparison',
  name: 'fakegpt-first-text',
  title: `Short responses of 8 snapshots over a session that is logged in; one request per repetition after a pause of ${work.pauseMs} ms, at least ${requests}, quartiles`,
  minRepetitions: requests,
  measures: [
    {
      key: 'firstText',
      label: 'Time to first text',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      limit: 1.3,
    },
    { key: 'cpu', label: 'CPU per request', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    {
      name: 'one at a time',
      startUpstream: () => startFakeGpt(responseText, options),
      contestants: Object.entries(fakegptClients(prompt)).map(([contestant, createClient]) =>
        firstTextEntry(contestant, createClient, work),
      ),
    },
  ],
};
