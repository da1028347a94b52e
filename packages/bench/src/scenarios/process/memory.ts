import type { Endurance, Variant } from '../../harness/scenario.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { prompt, startFakeGpt } from '../upstream/start-fakegpt.ts';

const streams = 1000;

interface VariantOptions {
  readonly name: string;
  readonly characters: number;
  readonly charactersPerSnapshot: number;
  readonly snapshotIntervalMs: number;
  readonly startMs: number;
}

export const memory: Endurance = {
  kind: 'endurance',
  name: 'memory',
  title: `${streams} concurrent chats; each ended chat is replaced`,
  maxRssMegabytes: 300,
  maxHeapDrift: 0.05,
  contestant: 'understudy',
  variants: [
    createVariant({
      name: 'responses of 200 s, 20 characters per second',
      characters: 4000,
      charactersPerSnapshot: 20,
      snapshotIntervalMs: 1000,
      startMs: 20_000,
    }),
    createVariant({
      name: 'responses of 50 s, 80 characters per second',
      characters: 4000,
      charactersPerSnapshot: 80,
      snapshotIntervalMs: 1000,
      startMs: 50_000,
    }),
  ],
};

function createVariant({ name, characters, startMs, ...options }: VariantOptions): Variant {
  const responseText = sampleText('english', characters);
  const plan = { responseText, streams, startMs };
  return {
    name,
    startUpstream: () => startFakeGpt(responseText, options),
    contestants: [
      {
        name: 'understudy',
        create: async (url) => {
          const { createEndurance } =
            await import('../../contestants/endurance/endurance-contestant.ts');
          const { createUnderstudyClient } =
            await import('../../contestants/fakegpt/understudy-client.ts');
          return createEndurance(createUnderstudyClient(url, prompt, streams), plan);
        },
      },
      {
        name: 'hand-written',
        create: async (url) => {
          const { createEndurance } =
            await import('../../contestants/endurance/endurance-contestant.ts');
          const { createHandWrittenPool } =
            await import('../../contestants/fakegpt/hand-written-pool.ts');
          return createEndurance(createHandWrittenPool(url, prompt), plan);
        },
      },
    ],
  };
}
