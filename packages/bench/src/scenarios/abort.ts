import type { Comparison } from '../harness/scenario.ts';
import { abortEntry } from '../tasks/abort-task.ts';
import type { AbortWork } from '../tasks/abort-task.ts';
import { endless, status503 } from '../upstreams/primary-faults.ts';
import { startStage } from '../upstreams/test-upstreams.ts';
import { question } from './start-fakegpt.ts';

const aborts = 301;
const answer = 'Never asked for.';
const shared = { unit: 'ms', comparison: 'none', judged: 'p99', bar: 50 } as const;
const rejected = { ...shared, key: 'rejected', label: 'Abort to rejection' } as const;
const inStream: AbortWork = { question, expected: 'close' };
const inBackoff: AbortWork = { question, expected: { quietMs: 75 } };

export const abort: Comparison = {
  kind: 'comparison',
  name: 'abort',
  title: `aborted in mid-stream, once a repetition, at least ${aborts} times`,
  leastRepetitions: aborts,
  measures: [
    { ...shared, key: 'closed', label: 'Abort to closed socket, as the upstream sees it' },
    rejected,
  ],
  variants: [
    {
      name: 'in mid-stream',
      startUpstream: () => startStage({ fault: endless, answer, pace: {} }),
      contestants: [
        abortEntry(
          'hand',
          async (...given) =>
            (await import('../contestants/abort/hand-written-client.ts')).createHandStreamAborter(
              ...given,
            ),
          inStream,
        ),
        abortEntry(
          'understudy',
          async (...given) =>
            (
              await import('../contestants/abort/understudy-client.ts')
            ).createUnderstudyStreamAborter(...given),
          inStream,
        ),
      ],
    },
  ],
};

export const abortBackoff: Comparison = {
  kind: 'comparison',
  name: 'abort-backoff',
  title: `aborted in the wait before a retry, once a repetition, at least ${aborts} times; a further request to the upstream ends the run`,
  leastRepetitions: aborts,
  measures: [rejected],
  variants: [
    {
      name: 'during backoff',
      startUpstream: () => startStage({ fault: status503, answer, pace: {} }),
      contestants: [
        abortEntry(
          'hand',
          async (...given) =>
            (await import('../contestants/abort/hand-written-client.ts')).createHandBackoffAborter(
              ...given,
            ),
          inBackoff,
        ),
        abortEntry(
          'understudy',
          async (...given) =>
            (
              await import('../contestants/abort/understudy-client.ts')
            ).createUnderstudyBackoffAborter(...given),
          inBackoff,
        ),
      ],
    },
  ],
};
