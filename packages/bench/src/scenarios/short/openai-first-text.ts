import {
  baseline,
  handWritten,
  streamClients,
  understudyNames,
} from '../../contestants/openai/openai-clients.ts';
import type { OpenAiClient } from '../../contestants/openai/openai-clients.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { firstTextEntry } from '../../tasks/first-text-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { bindScript, startOpenAi } from '../upstream/start-openai.ts';

const requests = 501;
const responseText = sampleText('english', 40);
/** The role and the first text arrive in one write, because `baseline` cannot distinguish them. */
const script = { responseText, charactersPerChunk: 5, eventsPerWrite: 2 };
const work = { warmUps: 8000, pauseMs: 2, responseText };

const alone = 'one at a time';
const beside = 'one at a time, other libraries';
const isUnderstudy = ({ name }: OpenAiClient): boolean => understudyNames.includes(name);
const firstText = {
  key: 'firstText',
  label: 'Time to first text',
  unit: 'ms',
  comparison: 'ratio',
  spread: 'quartiles',
} as const;

export const openaiFirstText: Comparison = {
  kind: 'comparison',
  name: 'openai-first-text',
  title: `Short responses of 8 chunks over an open connection; one request per repetition after a pause of ${work.pauseMs} ms, at least ${requests}, quartiles`,
  minRepetitions: requests,
  measures: [
    { ...firstText, variants: [alone], limit: 1.5, aim: 1.3, limitFor: understudyNames },
    { ...firstText, variants: [beside] },
    { key: 'cpu', label: 'CPU per request', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    createVariant(alone, [baseline, handWritten, ...streamClients.filter(isUnderstudy)]),
    createVariant(beside, [baseline, ...streamClients.filter((client) => !isUnderstudy(client))]),
  ],
};

/** The contestants of a variant take turns, so that their code replaces that of the others in the caches. */
function createVariant(name: string, clients: readonly OpenAiClient[]): Variant {
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: clients.map((client) =>
      firstTextEntry(client.name, bindScript(client, 'script', script), work),
    ),
  };
}
