import { describeProvider, openAiStage } from '@understudy/conformance';
import { describe, it } from 'vitest';

import { openai } from '../src/index.ts';

const apiKey = 'sk-canary-91bd5f2a77e0';

describeProvider(
  { describe, it },
  {
    name: 'openai',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => openai({ baseUrl: `${baseUrl}/v1`, apiKey }),
    model: 'gpt-5-mini',
    secrets: [apiKey],
    stage: openAiStage(),
    report: new URL('../../../docs/capabilities/openai.json', import.meta.url),
  },
);
