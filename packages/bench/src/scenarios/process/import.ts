import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison } from '../../harness/scenario.ts';

const processes = 41;

export const importTime: Comparison = {
  kind: 'comparison',
  name: 'import',
  title: `Import of packages in a new process per repetition, at least ${processes}, quartiles`,
  minRepetitions: processes,
  measures: [
    {
      key: 'wall',
      label: 'Time to import',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      limit: 2,
      aim: 1.3,
    },
    { key: 'cpu', label: 'CPU', unit: 'ms', comparison: 'ratio', spread: 'quartiles', limit: 1.95 },
  ],
  variants: [
    {
      name: 'new process',
      contestants: [
        createEntry('undici', ['undici']),
        createEntry('core and provider-openai', [
          '@understudy/core',
          '@understudy/provider-openai',
        ]),
      ],
    },
  ],
};

function createEntry(name: string, specifiers: readonly string[]): ContestantEntry {
  return {
    name,
    create: async () =>
      (await import('../../contestants/import/import-contestant.ts')).createImport(specifiers),
  };
}
