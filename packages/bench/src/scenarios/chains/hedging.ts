import type { HedgeOptions } from '@understudy/core';

import type { ContestantEntry } from '../../harness/contestant.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { tailLatencyEntry } from '../../tasks/tail-latency-task.ts';
import { sampleText } from '../upstream/sample-text.ts';

const percentile = 95;
const slow = { share: 0.05, factor: 20 };
const hedged = `percentile ${percentile}`;
const responseText = sampleText('english', 64);
const script = { responseText, charactersPerChunk: 8, eventsPerWrite: 100 };
const work = { warmUps: 300, chats: 1000, concurrency: 32, responseText };
const latency = { minMs: 40, maxMs: 60, slowFactor: slow.factor };

export const hedging: Comparison = {
  kind: 'comparison',
  name: 'hedging',
  title: `A chain of two targets whose first one responds to ${slow.share * 100} % of the requests ${slow.factor} times slower, without hedging and with \`hedge: { percentile: ${percentile} }\`: ${work.chats} chats per repetition, ${work.concurrency} at a time`,
  measures: [
    {
      key: 'p99',
      label: 'p99 of the time to the first text',
      unit: 'ms',
      comparison: 'ratio',
      limit: 0.3,
    },
    {
      key: 'extra',
      label: 'Extra requests, counted by the targets',
      unit: '%',
      comparison: 'none',
      limit: 7,
      limitFor: [hedged],
    },
    {
      key: 'median',
      label: 'Median of the time to the first text',
      unit: 'ms',
      comparison: 'ratio',
    },
  ],
  variants: [
    {
      name: `times of ${latency.minMs} to ${latency.maxMs} ms`,
      startUpstream: async () =>
        (await import('../../upstreams/latency-server.ts')).startLatencyServer(script, {
          primary: { ...latency, seed: 1, slowShare: slow.share },
          backup: { ...latency, seed: 2, slowShare: 0 },
        }),
      contestants: [
        createEntry({ name: 'no hedging', group: 'plain' }, undefined),
        createEntry({ name: hedged, group: 'hedged' }, { percentile }),
      ],
    },
  ],
};

function createEntry(
  names: { readonly name: string; readonly group: string },
  hedge: HedgeOptions | undefined,
): ContestantEntry {
  const createClient = async (groupUrl: string) =>
    (await import('../../contestants/hedging/hedging-client.ts')).createHedgingClient(
      groupUrl,
      hedge,
    );
  return tailLatencyEntry(names, createClient, work);
}
