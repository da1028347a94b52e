import type { Endurance, Variant } from '../harness/scenario.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt } from './start-fakegpt.ts';

const streams = 1000;

interface Slowness {
  readonly name: string;
  /** Of an answer, and of what each snapshot adds. */
  readonly characters: number;
  readonly charactersPerSnapshot: number;
  readonly snapshotIntervalMs: number;
  readonly startMs: number;
}

export const memory: Endurance = {
  kind: 'endurance',
  name: 'memory',
  title: `${streams} concurrent streams, each asked anew at its end`,
  maxRssMegabytes: 300,
  maxHeapDrift: 0.05,
  contestant: 'understudy',
  variants: [
    createVariant({
      name: 'slow: answers of 200 s, 20 characters a second',
      characters: 4000,
      charactersPerSnapshot: 20,
      snapshotIntervalMs: 1000,
      startMs: 20_000,
    }),
    createVariant({
      name: 'answers of 50 s, 80 characters a second',
      characters: 4000,
      charactersPerSnapshot: 80,
      snapshotIntervalMs: 1000,
      startMs: 50_000,
    }),
  ],
};

function createVariant({ name, characters, startMs, ...pace }: Slowness): Variant {
  const answer = sampleText('english', characters);
  const plan = { answer, streams, startMs };
  return {
    name,
    startUpstream: () => startFakeGpt(answer, pace),
    contestants: [
      {
        name: 'understudy',
        create: async (url) => {
          const { createEndurance } =
            await import('../contestants/endurance/endurance-contestant.ts');
          const { createUnderstudyChatter } =
            await import('../contestants/fakegpt/understudy-client.ts');
          return createEndurance(createUnderstudyChatter(url, question, streams), plan);
        },
      },
      {
        name: 'hand',
        create: async (url) => {
          const { createEndurance } =
            await import('../contestants/endurance/endurance-contestant.ts');
          const { createHandCrowd } = await import('../contestants/fakegpt/hand-crowd.ts');
          return createEndurance(createHandCrowd(url, question), plan);
        },
      },
    ],
  };
}
