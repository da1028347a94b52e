import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import { anthropic } from '../src/index.ts';
import { anthropicWireFormat } from './anthropic-wire-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'conformance-anthropic-'));
const report = pathToFileURL(join(folder, 'anthropic.json'));
const apiKey = 'sk-ant-canary-91bd5f2a77e0';

afterAll(() => rmSync(folder, { recursive: true }));

describeProvider(
  { describe, it },
  {
    packageUrl: new URL('../package.json', import.meta.url),
    model: 'claude-sonnet-5',
    secrets: [apiKey],
    name: 'anthropic',
    provider: ({ baseUrl }) => anthropic({ baseUrl: `${baseUrl}/v1`, apiKey }),
    wireFormat: anthropicWireFormat,
    skip: {
      'translates-content-filtered':
        'The API responds with a refusal, which is a finish reason and not an error.',
    },
    report,
  },
);

it('matches docs/capabilities/anthropic.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/anthropic.json');
});
