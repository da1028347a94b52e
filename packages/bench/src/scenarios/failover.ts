import type { FailoverPlan } from '../contestants/failover/failover-plan.ts';
import type { Comparison, Variant } from '../harness/scenario.ts';
import { firstTextEntry } from '../tasks/first-text-task.ts';
import {
  droppedBeforeText,
  emptyEnd,
  noHeaders,
  refused,
  stallAfterHeaders,
  status429,
  status503,
} from '../upstreams/primary-faults.ts';
import type { LeadFault } from '../upstreams/primary-faults.ts';
import { startStage } from '../upstreams/test-upstreams.ts';
import { sampleText } from './sample-text.ts';
import { question, writesApart } from './start-fakegpt.ts';

const limitMs = 300;
const slackMs = 15;
const calls = 301;
/** Each waits for the limit. */
const limitedCalls = 101;
const answer = sampleText('english', 64);
const pace = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: writesApart };

export const failover: Comparison = {
  kind: 'comparison',
  name: 'failover',
  title: `a chain of two on warm sessions whose first target fails; a repetition is one call, with quartiles, at least ${calls}`,
  leastRepetitions: calls,
  measures: [
    {
      key: 'firstText',
      label: 'Call to first text of the second',
      unit: 'ms',
      comparison: 'ratio',
      spread: 'quartiles',
      bar: 1.5,
    },
    { key: 'cpu', label: 'CPU per call', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    createVariant('503', status503, 60, { code: 'server-error' }),
    createVariant('429, Retry-After 1', status429, 60, { code: 'rate-limited' }),
    createVariant('refused', refused, 60, { code: 'connection-failed' }),
    createVariant('dropped before text', droppedBeforeText, 60, { code: 'connection-failed' }),
    createVariant('clean end, no content', emptyEnd, 60, { code: 'stream-truncated' }),
  ],
};

export const failoverLimits: Comparison = {
  kind: 'comparison',
  name: 'failover-limits',
  title: `the same with a first target that keeps silent, and a limit of ${limitMs} ms`,
  leastRepetitions: limitedCalls,
  measures: [
    {
      key: 'firstText',
      label: 'Call to first text of the second',
      unit: 'ms',
      comparison: 'none',
      bar: limitMs + slackMs,
    },
  ],
  variants: [
    createVariant('stall after headers', stallAfterHeaders, 3, {
      code: 'timeout',
      limit: { timeout: 'firstContentMs', ms: limitMs },
    }),
    createVariant('no headers', noHeaders, 3, {
      code: 'timeout',
      limit: { timeout: 'headersMs', ms: limitMs },
    }),
  ],
};

function createVariant(
  name: string,
  fault: LeadFault,
  warmUps: number,
  row: Omit<FailoverPlan, 'question'>,
): Variant {
  const plan = { question, ...row };
  const work = { warmUps, answer };
  return {
    name,
    startUpstream: () => startStage({ fault, answer, pace }),
    contestants: [
      firstTextEntry(
        'hand',
        async (url) =>
          (await import('../contestants/failover/hand-failover.ts')).createHandFailover(url, plan),
        work,
      ),
      firstTextEntry(
        'understudy',
        async (url) =>
          (await import('../contestants/failover/understudy-failover.ts')).createUnderstudyFailover(
            url,
            plan,
          ),
        work,
      ),
    ],
  };
}
