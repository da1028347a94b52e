import { describe, it } from 'node:test';

import { describeProvider } from '@understudy/conformance';

import { myVendor } from '../src/index.ts';
import { myVendorStage } from './my-vendor-wire-format.ts';

const apiKey = 'canary-key-4711';

describeProvider(
  { describe, it },
  {
    name: 'my-vendor',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => myVendor({ baseUrl, apiKey }),
    model: 'first-model',
    secrets: [apiKey],
    wireFormat: myVendorStage,
    skip: {
      tools: 'My Vendor calls no tools.',
      images: 'My Vendor takes text only.',
      files: 'My Vendor takes text only.',
      json: 'My Vendor has no JSON mode.',
      'streams-reasoning': 'My Vendor never shows what its models think.',
    },
  },
);
