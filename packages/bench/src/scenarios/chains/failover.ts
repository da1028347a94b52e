import type { FailoverPlan } from '../../contestants/failover/failover-plan.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { firstTextEntry } from '../../tasks/first-text-task.ts';
import {
  connectionRefused,
  droppedBeforeText,
  emptyEnd,
  noHeaders,
  stallAfterHeaders,
  status429,
  status503,
} from '../../upstreams/primary-faults.ts';
import type { PrimaryFault } from '../../upstreams/primary-faults.ts';
import { startTestUpstreams } from '../../upstreams/test-upstreams.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { flushEachWrite, prompt } from '../upstream/start-fakegpt.ts';

const timeoutMs = 300;
const toleranceMs = 15;
const calls = 301;
/** Enough for V8 to compile the measured code. */
const warmUps = 3000;
/** Each of these calls takes at least `timeoutMs`. */
const timeoutCalls = 101;
const responseText = sampleText('english', 64);
const options = { charactersPerSnapshot: 8, eventsPerWrite: 1, bytesPerWrite: flushEachWrite };
const firstText = {
  key: 'firstText',
  label: 'Call to first text of the backup',
  unit: 'ms',
} as const;

export const failover: Comparison = {
  kind: 'comparison',
  name: 'failover',
  title: `A chain of two targets whose first one fails, with sessions that are logged in; one call per repetition, at least ${calls}, quartiles`,
  minRepetitions: calls,
  measures: [
    { ...firstText, comparison: 'ratio', spread: 'quartiles', limit: 1.5 },
    { key: 'cpu', label: 'CPU per call', unit: 'µs', comparison: 'ratio', spread: 'quartiles' },
  ],
  variants: [
    createVariant('503', status503, warmUps, { code: 'server-error' }),
    createVariant('429, Retry-After 1', status429, warmUps, { code: 'rate-limited' }),
    createVariant('connection refused', connectionRefused, warmUps, { code: 'connection-failed' }),
    createVariant('dropped before text', droppedBeforeText, warmUps, { code: 'connection-failed' }),
    createVariant('clean end, no content', emptyEnd, warmUps, { code: 'stream-truncated' }),
  ],
};

export const failoverTimeouts: Comparison = {
  kind: 'comparison',
  name: 'failover-timeouts',
  title: `The same with a first target that sends nothing, and a timeout of ${timeoutMs} ms`,
  minRepetitions: timeoutCalls,
  measures: [
    {
      ...firstText,
      comparison: 'none',
      limit: timeoutMs + toleranceMs,
      limitFor: ['understudy'],
    },
  ],
  variants: [
    createVariant('stall after headers', stallAfterHeaders, 3, {
      code: 'timeout',
      timeout: { name: 'firstContentMs', ms: timeoutMs },
    }),
    createVariant('no headers', noHeaders, 3, {
      code: 'timeout',
      timeout: { name: 'headersMs', ms: timeoutMs },
    }),
  ],
};

function createVariant(
  name: string,
  fault: PrimaryFault,
  warmUpCalls: number,
  row: Omit<FailoverPlan, 'prompt'>,
): Variant {
  const plan = { prompt, ...row };
  const work = { warmUps: warmUpCalls, responseText };
  return {
    name,
    startUpstream: () => startTestUpstreams({ fault, responseText, options }),
    contestants: [
      firstTextEntry(
        'hand-written',
        async (url) =>
          (
            await import('../../contestants/failover/hand-written-failover.ts')
          ).createHandWrittenFailover(url, plan),
        work,
      ),
      firstTextEntry(
        'understudy',
        async (url) =>
          (
            await import('../../contestants/failover/understudy-failover.ts')
          ).createUnderstudyFailover(url, plan),
        work,
      ),
    ],
  };
}
