import { describe, it } from 'node:test';

import { describeProvider } from '@understudy/conformance';

import { acme } from '../src/index.ts';
import { acmeStage } from './acme-wire-format.ts';

const apiKey = 'canary-key-4711';

describeProvider(
  { describe, it },
  {
    name: 'acme',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => acme({ baseUrl, apiKey }),
    model: 'anvil-2',
    secrets: [apiKey],
    wireFormat: acmeStage,
    skip: {
      tools: 'Acme calls no tools.',
      images: 'Acme takes text only.',
      files: 'Acme takes text only.',
      json: 'Acme has no JSON mode.',
      'streams-reasoning': 'Acme never shows what its models think.',
    },
  },
);
