import { prompt } from '../../contestants/openai/openai-target.ts';
import type { Endurance } from '../../harness/scenario.ts';
import { sampleText } from '../upstream/sample-text.ts';

const streams = 1000;
const responseText = sampleText('english', 4000);

export const gatewayMemory: Endurance = {
  kind: 'endurance',
  name: 'gateway-memory',
  title: `A gateway with ${streams} open streams; each ended stream is replaced`,
  maxRssMegabytes: 350,
  maxHeapDrift: 0.05,
  maxRssDrift: 0.05,
  // As the image and the unit start the gateway (docs/gateway-operations.md).
  nodeArguments: ['--max-semi-space-size=16'],
  contestant: 'understudy',
  variants: [
    {
      name: 'responses of 200 s, 20 characters per second',
      startUpstream: async () => {
        const { startOpenAiEmulator } = await import('@understudy/emulator');
        return startOpenAiEmulator({
          rules: [{ when: prompt, response: responseText }],
          charactersPerChunk: 20,
          chunkIntervalMs: 1000,
          maxRecordedRequests: 10,
        });
      },
      contestants: [
        {
          name: 'understudy',
          create: async (url) => {
            const { createGatewayEndurance } =
              await import('../../contestants/endurance/gateway-endurance.ts');
            return createGatewayEndurance(`${url}/v1`, { responseText, streams, startMs: 20_000 });
          },
        },
      ],
    },
  ],
};
