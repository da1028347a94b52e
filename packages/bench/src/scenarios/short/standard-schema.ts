import type { SchemaChoice } from '../../contestants/standard-schema/json-client.ts';
import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { completionsEntry } from '../../tasks/completions-task.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const parts = ['Hamlet', 'Ophelia', 'Gertrude', 'Claudius', 'Horatio', 'Laertes'].map(
  (role, index) => ({
    role,
    lines: 100 * index,
    understudies: [`first ${role}`, `second ${role}`],
  }),
);
const responseText = JSON.stringify({ play: 'Hamlet', parts });
const work = { warmUps: 16_000, responses: 8000, concurrency: 16, responseText };
const script = { responseText, charactersPerChunk: 8, eventsPerWrite: 100 };

export const standardSchema: Comparison = {
  kind: 'comparison',
  name: 'standard-schema',
  title: `response() of a JSON response of ${responseText.length} characters, ${work.concurrency} at a time, ${work.responses} per repetition`,
  measures: [
    { key: 'cpu', label: 'CPU per response', unit: 'µs', comparison: 'ratio' },
    { key: 'cpu', label: 'CPU per response', unit: 'µs', comparison: 'difference' },
  ],
  variants: [
    {
      name: `${work.concurrency} at a time`,
      startUpstream: () => startOpenAi({ script }),
      contestants: [createEntry('no schema'), createEntry('JSON Schema'), createEntry('zod')],
    },
  ],
};

function createEntry(choice: SchemaChoice): ContestantEntry {
  return completionsEntry(
    choice,
    async (url) =>
      (await import('../../contestants/standard-schema/json-client.ts')).createJsonClient(
        bindTarget(url, 'script', script),
        choice,
      ),
    work,
  );
}
