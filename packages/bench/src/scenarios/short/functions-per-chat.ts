import type { Comparison } from '../../harness/scenario.ts';
import { bindTarget, startOpenAi } from '../upstream/start-openai.ts';

const script = { responseText: 'Hi there', charactersPerChunk: 3, eventsPerWrite: 100 };
/** The limits are the counts of commit 1dc0983. */
const shared = { unit: 'count', comparison: 'none', statistic: 'max' } as const;

export const functionsPerChat: Comparison = {
  kind: 'comparison',
  name: 'functions-per-chat',
  title:
    'Named functions of core, openai-wire and provider-openai that the first chat of a runtime calls, and their files; the provider is created in this chat, and its response is streamed',
  measures: [
    { ...shared, key: 'functions', label: 'Functions', limit: 306 },
    { ...shared, key: 'files', label: 'Files', limit: 71 },
  ],
  variants: [
    {
      name: 'one target',
      startUpstream: () => startOpenAi({ script }),
      contestants: [
        {
          name: 'understudy',
          create: async (url) =>
            (await import('../../contestants/functions/functions-contestant.ts')).createFunctions(
              bindTarget(url, 'script', script),
            ),
        },
      ],
    },
  ],
};
