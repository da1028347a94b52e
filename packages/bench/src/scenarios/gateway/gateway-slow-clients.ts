import { gatewayOfTwoScripts } from '../../contestants/gateway/gateway-server.ts';
import type { Comparison } from '../../harness/scenario.ts';
import { gatewayEntry } from '../../tasks/gateway/gateway-task.ts';
import type { GatewayTask } from '../../tasks/gateway/gateway-task.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { startOpenAi } from '../upstream/start-openai.ts';

const slowClients = 200;
const charactersPerChunk = 5;
const responseText = sampleText('english', 200 * charactersPerChunk);
const withSlow = `understudy, ${slowClients} slow clients`;
const task: GatewayTask = {
  requests: 640,
  concurrency: 16,
  stream: true,
  responseText,
  script: 'script',
  compareDirect: false,
};

export const gatewaySlowClients: Comparison = {
  kind: 'comparison',
  name: 'gateway-slow-clients',
  title: `Throughput of 16 clients while ${slowClients} others read 1 KiB per second`,
  measures: [
    {
      key: 'rate',
      label: 'Streams per second',
      unit: '1/s',
      comparison: 'ratio',
      limit: 0.95,
      direction: 'at least',
    },
    { key: 'cpu', label: 'CPU per stream', unit: 'µs', comparison: 'ratio' },
  ],
  variants: [
    {
      name: 'streams of 200 chunks, 8 events per write',
      startUpstream: () =>
        startOpenAi({
          script: { responseText, charactersPerChunk, eventsPerWrite: 8 },
          // Larger than the buffers of the system on the way to a client.
          long: {
            responseText: sampleText('english', 24_000_000),
            charactersPerChunk: 4000,
            eventsPerWrite: 1,
          },
        }),
      contestants: [
        gatewayEntry(gatewayOfTwoScripts, task),
        gatewayEntry({ ...gatewayOfTwoScripts, name: withSlow }, { ...task, slowClients }),
      ],
    },
  ],
};
