import type { Comparison, Variant } from '../harness/scenario.ts';
import {
  cleanEndInText,
  droppedBeforeText,
  droppedInText,
  emptyEnd,
  leadText,
  onlyDone,
  stallInText,
} from '../upstreams/primary-faults.ts';
import type { LeadFault } from '../upstreams/primary-faults.ts';
import { startStage } from '../upstreams/test-upstreams.ts';
import { sampleText } from './sample-text.ts';
import { question } from './start-fakegpt.ts';

const calls = 5;
const idleMs = 100;
const answer = sampleText('english', 64);

/** Its number is the time until the caller is told; that he is told at all is checked in every call. */
export const cutAnswers: Comparison = {
  kind: 'comparison',
  name: 'cut-answers',
  title: `answers that are empty or cut, ${calls} a repetition: one reported as success, or mixed with another target's, ends the run; idle limit ${idleMs} ms`,
  measures: [{ key: 'told', label: 'Call to error', unit: 'ms', comparison: 'none' }],
  variants: [
    createVariant('no content: dropped', droppedBeforeText, '', 'connection-failed'),
    createVariant('no content: clean end', emptyEnd, '', 'stream-truncated'),
    createVariant('no content: end marker only', onlyDone, '', 'empty-response'),
    createVariant('mid-text: dropped', droppedInText, leadText, 'connection-failed'),
    createVariant('mid-text: clean end', cleanEndInText, leadText, 'stream-truncated'),
    createVariant('mid-text: stall', stallInText, leadText, 'timeout'),
  ],
};

function createVariant(name: string, fault: LeadFault, text: string, code: string): Variant {
  const plan = { question, text, code, calls, idleMs };
  return {
    name,
    startUpstream: () => startStage({ fault, answer, pace: {} }),
    contestants: [
      {
        name: 'understudy',
        create: async (url) =>
          (
            await import('../contestants/cut-responses/cut-response-contestant.ts')
          ).createCutAnswers(url, plan),
      },
    ],
  };
}
