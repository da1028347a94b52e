import type { Endurance, Variant } from '../harness/scenario.ts';
import { sampleText } from './sample-text.ts';
import { question, startFakeGpt } from './start-fakegpt.ts';
import type { Pace } from './start-fakegpt.ts';

const streams = 1000;

export const memory: Endurance = {
  kind: 'endurance',
  name: 'memory',
  title: `${streams} concurrent streams, each asked anew at its end`,
  maxRssMegabytes: 300,
  maxHeapDrift: 0.05,
  variants: [
    createVariant('4,000 characters, a snapshot a second', 4000, {
      charactersPerSnapshot: 80,
      snapshotIntervalMs: 1000,
    }),
    createVariant('16,000 characters, a snapshot each 300 ms', 16_000, {
      charactersPerSnapshot: 160,
      snapshotIntervalMs: 300,
    }),
  ],
};

function createVariant(
  name: string,
  length: number,
  pace: Pace & { readonly charactersPerSnapshot: number; readonly snapshotIntervalMs: number },
): Variant {
  const answer = sampleText('english', length);
  const answerMs = (length / pace.charactersPerSnapshot) * pace.snapshotIntervalMs;
  const plan = { question, answer, streams, answerMs };
  return {
    name,
    startUpstream: () => startFakeGpt(answer, pace),
    contestants: [
      {
        name: 'understudy',
        create: async (url) =>
          (await import('../contestants/endurance/endurance-contestant.ts')).createEndurance({
            ...plan,
            url,
          }),
      },
    ],
  };
}
