import { describe, it } from 'node:test';

import { describeProvider } from '@understudy/conformance';

import { acme } from '../src/index.ts';
import { acmeWireFormat } from './acme-wire-format.ts';

const apiKey = 'canary-key-4711';

describeProvider(
  { describe, it },
  {
    name: 'acme',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => acme({ baseUrl, apiKey }),
    model: 'first-model',
    secrets: [apiKey],
    wireFormat: acmeWireFormat,
    skip: {
      tools: 'Acme has no tools.',
      images: 'Acme supports text only.',
      files: 'Acme supports text only.',
      json: 'Acme has no JSON mode.',
      'streams-reasoning': 'Acme sends no reasoning.',
      'keeps-part-order': 'Acme sends text only.',
      'returns-signatures': 'Acme signs nothing.',
    },
  },
);
