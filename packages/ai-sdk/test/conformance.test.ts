import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import { fromLanguageModel } from '../src/index.ts';

const apiKey = 'canary-key-91bd5f2a77e0';

const folder = mkdtempSync(join(tmpdir(), 'conformance-ai-sdk-'));
const report = pathToFileURL(join(folder, 'ai-sdk.json'));

afterAll(() => rmSync(folder, { recursive: true }));

describeProvider(
  { describe, it },
  {
    name: 'ai-sdk',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => {
      const vendor = createOpenAICompatible({
        name: 'acme',
        baseURL: `${baseUrl}/v1`,
        apiKey,
        includeUsage: true,
        supportsStructuredOutputs: true,
      });
      return fromLanguageModel(vendor.chatModel('gpt-5-mini'), { id: 'acme' });
    },
    model: 'gpt-5-mini',
    secrets: [apiKey],
    wireFormat: openAiWireFormat(),
    skip: {
      'valid-manifest': 'The package adapts models and is not the provider of a vendor.',
      'uses-injected-ports': 'Models of the AI SDK send their requests with the global fetch.',
      'returns-signatures': 'The package openai-compatible reads no signatures of tool calls.',
      'reports-usage': 'The package openai-compatible reports 0 for a count that is missing.',
      'reports-sources': 'The package openai-compatible reads no sources.',
      'bounds-buffers': 'The AI SDK reads events and error bodies of any size.',
      'respects-size-limits': 'The AI SDK reads events of any size.',
      'rejects-invalid-responses': 'fetch reports a redirect as a failed connection.',
    },
    report,
  },
);

it('matches docs/capabilities/ai-sdk.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/ai-sdk.json');
});
