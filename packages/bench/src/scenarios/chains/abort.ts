import type { Comparison } from '../../harness/scenario.ts';
import { abortEntry } from '../../tasks/abort-task.ts';
import type { AbortWork } from '../../tasks/abort-task.ts';
import { endless, status503 } from '../../upstreams/primary-faults.ts';
import { startTestUpstreams } from '../../upstreams/test-upstreams.ts';
import { prompt } from '../upstream/start-fakegpt.ts';

const aborts = 301;
/** Text of the backup, which no contestant of these scenarios calls. */
const responseText = 'Unused.';
const shared = {
  unit: 'ms',
  comparison: 'none',
  statistic: 'p99',
  limit: 50,
  limitFor: ['understudy'],
} as const;
const rejected = { ...shared, key: 'rejected', label: 'Abort to rejection' } as const;
const inStream: AbortWork = { prompt, expected: 'close' };
const inBackoff: AbortWork = { prompt, expected: { quietMs: 75 } };

export const abort: Comparison = {
  kind: 'comparison',
  name: 'abort',
  title: `Chats aborted in mid-stream, one per repetition, at least ${aborts} repetitions`,
  minRepetitions: aborts,
  measures: [
    { ...shared, key: 'closed', label: 'Abort to closed socket, seen by the upstream' },
    rejected,
  ],
  variants: [
    {
      name: 'in mid-stream',
      startUpstream: () => startTestUpstreams({ fault: endless, responseText, options: {} }),
      contestants: [
        abortEntry(
          'hand-written',
          async (...args) =>
            (
              await import('../../contestants/abort/hand-written-client.ts')
            ).createHandWrittenStreamClient(...args),
          inStream,
        ),
        abortEntry(
          'understudy',
          async (...args) =>
            (
              await import('../../contestants/abort/understudy-client.ts')
            ).createUnderstudyStreamClient(...args),
          inStream,
        ),
      ],
    },
  ],
};

export const abortBackoff: Comparison = {
  kind: 'comparison',
  name: 'abort-backoff',
  title: `Chats aborted during the delay before a retry, one per repetition, at least ${aborts} repetitions; a further request to the upstream ends the run`,
  minRepetitions: aborts,
  measures: [rejected],
  variants: [
    {
      name: 'during backoff',
      startUpstream: () => startTestUpstreams({ fault: status503, responseText, options: {} }),
      contestants: [
        abortEntry(
          'hand-written',
          async (...args) =>
            (
              await import('../../contestants/abort/hand-written-client.ts')
            ).createHandWrittenBackoffClient(...args),
          inBackoff,
        ),
        abortEntry(
          'understudy',
          async (...args) =>
            (
              await import('../../contestants/abort/understudy-client.ts')
            ).createUnderstudyBackoffClient(...args),
          inBackoff,
        ),
      ],
    },
  ],
};
