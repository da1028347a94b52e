import { openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions, MockReply } from '@understudy/conformance';
import type { ModelInfo } from '@understudy/core';

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
    wireFormat: { ...openAiWireFormat({ encodePart }), encodeModel },
  };
}

/** The vendor's list has the context window of a model, and whether it reads images. */
function encodeModel({ id, contextTokens, capabilities }: ModelInfo): MockReply {
  const model = {
    id,
    ...(contextTokens !== undefined && { context_length: contextTokens }),
    ...(capabilities?.images === false && { vision: false }),
  };
  return {
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ data: [model] })],
  };
}
