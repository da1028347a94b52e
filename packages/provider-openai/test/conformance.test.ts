import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions } from '@understudy/conformance';
import { describe, it } from 'vitest';

import { openai } from '../src/index.ts';

const apiKey = 'sk-canary-91bd5f2a77e0';

const options: Omit<ConformanceOptions, 'name' | 'provider'> = {
  packageUrl: new URL('../package.json', import.meta.url),
  model: 'gpt-5-mini',
  secrets: [apiKey],
};

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai',
    provider: ({ baseUrl }) => openai({ baseUrl: `${baseUrl}/v1`, apiKey }),
    wireFormat: openAiWireFormat(),
    report: new URL('../../../docs/capabilities/openai.json', import.meta.url),
  },
);

const atOnce = 'A whole answer is there with its first word, or not at all.';

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai, asked for whole answers,',
    provider: ({ baseUrl }) =>
      openai({ baseUrl: `${baseUrl}/v1`, apiKey, quirks: { streams: false } }),
    wireFormat: openAiWireFormat({ streams: false }),
    skip: {
      'streams-text': atOnce,
      'handles-backpressure': atOnce,
      'in-band-error-after-content': atOnce,
    },
  },
);
