import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import { google } from '../src/index.ts';
import { googleWireFormat } from './google-wire-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'conformance-google-'));
const report = pathToFileURL(join(folder, 'google.json'));
const apiKey = 'AIza-canary-91bd5f2a77e0';

afterAll(() => rmSync(folder, { recursive: true }));

describeProvider(
  { describe, it },
  {
    packageUrl: new URL('../package.json', import.meta.url),
    model: 'gemini-3.1-pro-preview',
    secrets: [apiKey],
    name: 'google',
    provider: ({ baseUrl }) => google({ baseUrl: `${baseUrl}/v1beta`, apiKey }),
    wireFormat: googleWireFormat,
    skip: {
      'marks-incomplete-tool-calls': 'The API sends a call when its arguments are complete.',
      'translates-content-filtered':
        'The API responds with a finish reason, which is not an error.',
    },
    report,
  },
);

it('matches docs/capabilities/google.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/google.json');
});
