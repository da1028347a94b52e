import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions, MockReply } from '@understudy/conformance';
import type { ModelInfo } from '@understudy/core';
import { afterAll, describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { responsesWireFormat } from './responses-wire-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'conformance-openai-'));
const report = pathToFileURL(join(folder, 'openai.json'));
const responsesReport = pathToFileURL(join(folder, 'openai-responses.json'));
const apiKey = 'sk-canary-91bd5f2a77e0';

afterAll(() => rmSync(folder, { recursive: true }));

const options: Omit<ConformanceOptions, 'name' | 'provider'> = {
  packageUrl: new URL('../package.json', import.meta.url),
  model: 'gpt-5-mini',
  secrets: [apiKey],
};

/** OpenAI lists only names. OpenRouter, Together and other vendors add the context window. */
function encodeModel({ id, contextTokens }: ModelInfo): MockReply {
  const model = { id, object: 'model', context_length: contextTokens };
  return {
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ object: 'list', data: [model] })],
  };
}

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai',
    provider: ({ baseUrl }) => openai({ baseUrl: `${baseUrl}/v1`, apiKey }),
    wireFormat: { ...openAiWireFormat(), encodeModel },
    report,
  },
);

it('matches docs/capabilities/openai.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/openai.json');
});

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai-responses',
    provider: ({ baseUrl }) =>
      openai({ id: 'openai-responses', baseUrl: `${baseUrl}/v1`, apiKey, api: 'responses' }),
    wireFormat: responsesWireFormat(),
    report: responsesReport,
  },
);

it('matches docs/capabilities/openai-responses.json', async () => {
  const result = readFileSync(responsesReport, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/openai-responses.json');
});

const noStreams = 'The response arrives complete or not at all.';

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai with streams: false',
    provider: ({ baseUrl }) =>
      openai({ baseUrl: `${baseUrl}/v1`, apiKey, quirks: { streams: false } }),
    wireFormat: openAiWireFormat({ streams: false }),
    skip: {
      'streams-text': noStreams,
      'handles-backpressure': noStreams,
      'in-band-error-after-content': noStreams,
    },
  },
);

describeProvider(
  { describe, it },
  {
    ...options,
    name: 'openai with api: responses and streams: false',
    provider: ({ baseUrl }) =>
      openai({ baseUrl: `${baseUrl}/v1`, apiKey, api: 'responses', quirks: { streams: false } }),
    wireFormat: responsesWireFormat(false),
    skip: {
      'streams-text': noStreams,
      'handles-backpressure': noStreams,
      'in-band-error-after-content': noStreams,
      'reports-progress': noStreams,
    },
  },
);
