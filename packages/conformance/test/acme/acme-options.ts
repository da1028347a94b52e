import { openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions } from '@understudy/conformance';

import { acme } from './acme.ts';
import { encodePart } from './encode-part.ts';

const apiKey = 'sk-canary-4711-of-acme';

/** The options that the author of a provider writes, for a provider with a fault. */
export function acmeOptions(fault?: string): ConformanceOptions {
  const manifest = fault === 'no-manifest' ? 'no-manifest.json' : 'acme-manifest.json';
  return {
    name: 'acme',
    packageUrl: new URL(manifest, import.meta.url),
    provider: ({ baseUrl }) => acme({ baseUrl, apiKey, fault }),
    model: 'acme-1',
    secrets: [apiKey],
    wireFormat: openAiWireFormat({ encodePart }),
  };
}
