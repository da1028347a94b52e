import { describe, it } from 'node:test';

import { describeProvider } from '@understudy/conformance';

import { myVendor } from '../src/index.ts';
import { myVendorWireFormat } from './my-vendor-wire-format.ts';

const apiKey = 'canary-key-4711';

const noStreams = 'My Vendor sends the complete response at once.';

describeProvider(
  { describe, it },
  {
    name: 'my-vendor',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => myVendor({ baseUrl, apiKey }),
    model: 'first-model',
    secrets: [apiKey],
    wireFormat: myVendorWireFormat,
    skip: {
      tools: 'My Vendor has no tools.',
      images: 'My Vendor supports text only.',
      files: 'My Vendor supports text only.',
      json: 'My Vendor has no JSON mode.',
      'streams-reasoning': 'My Vendor sends no reasoning.',
      'keeps-part-order': 'My Vendor sends text only.',
      'returns-signatures': 'My Vendor signs nothing.',
      'streams-text': noStreams,
      'handles-backpressure': noStreams,
      'in-band-error-after-content': noStreams,
    },
  },
);
