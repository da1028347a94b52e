import { gateways, jsonGateway } from '../../contestants/gateway/gateway-server.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';
import { gatewayEntry } from '../../tasks/gateway/gateway-task.ts';
import type { GatewayTask } from '../../tasks/gateway/gateway-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { startOpenAi } from '../upstream/start-openai.ts';

const charactersPerChunk = 5;
const streamed = sampleText('english', 200 * charactersPerChunk);
const short = sampleText('english', 100);
const streams = 'streams of 200 chunks, 8 events per write, 16 clients';
const complete = 'complete responses, 16 clients';
const single = 'streams, one client';
const ours = ['understudy'];
/** For clients that do not stream. */
const oursComplete = [...ours, jsonGateway.name];

export const gateway: Comparison = {
  kind: 'comparison',
  name: 'gateway',
  title: 'Gateways between clients and one upstream that speaks the same API',
  measures: [
    {
      key: 'cpu',
      label: 'CPU per stream',
      unit: 'µs',
      comparison: 'ratio',
      variants: [streams],
      limit: 1.5,
      aim: 1.3,
      limitFor: ours,
    },
    {
      key: 'cpu',
      label: 'CPU per stream against the re-emitter',
      unit: 'µs',
      comparison: 'ratio',
      reference: 're-emitter',
      variants: [streams],
      limit: 0.9,
      aim: 0.8,
      limitFor: ours,
    },
    {
      key: 'cpu',
      label: 'CPU per response',
      unit: 'µs',
      comparison: 'ratio',
      variants: [complete],
      limit: 2.2,
      aim: 1.8,
      limitFor: oursComplete,
    },
    {
      key: 'cpu',
      label: 'CPU with keys, limits and a log',
      unit: 'µs',
      comparison: 'ratio',
      reference: 'understudy',
      variants: [streams, complete],
      contestants: ['understudy, keys and limits'],
      limit: 1.1,
      limitFor: ['understudy, keys and limits'],
    },
    {
      key: 'rate',
      label: 'Requests per second',
      unit: '1/s',
      comparison: 'ratio',
      reference: 'portkey',
      variants: [complete],
      limit: 3,
      aim: 5,
      direction: 'at least',
      limitFor: oursComplete,
    },
    {
      key: 'added',
      label: 'Time added to the first byte',
      unit: 'ms',
      comparison: 'ratio',
      reference: 're-emitter',
      variants: [single],
      limit: 1.8,
      aim: 1.4,
      limitFor: ours,
    },
  ],
  variants: [
    createVariant(streams, streamed, { requests: 320, concurrency: 16, stream: true }),
    createVariant(complete, short, { requests: 1600, concurrency: 16, stream: false }),
    createVariant(single, streamed, { requests: 200, concurrency: 1, stream: true }),
  ],
};

function createVariant(
  name: string,
  responseText: string,
  work: Pick<GatewayTask, 'requests' | 'concurrency' | 'stream'>,
): Variant {
  const script = { responseText, charactersPerChunk, eventsPerWrite: 8 };
  const compareDirect = work.concurrency === 1;
  const entries = work.stream ? gateways : [...gateways, jsonGateway];
  const task: GatewayTask = { ...work, responseText, script: 'script', compareDirect };
  return {
    name,
    startUpstream: () => startOpenAi({ script }),
    contestants: entries.map((entry) => gatewayEntry(entry, task)),
  };
}
