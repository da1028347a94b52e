import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import { ollama } from '../src/index.ts';
import { ollamaWireFormat } from './ollama-wire-format.ts';

const apiKey = 'canary-key-91bd5f2a77e0';

const folder = mkdtempSync(join(tmpdir(), 'conformance-ollama-'));
const report = pathToFileURL(join(folder, 'ollama.json'));

afterAll(() => rmSync(folder, { recursive: true }));

describeProvider(
  { describe, it },
  {
    name: 'ollama',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => ollama({ baseUrl, apiKey }),
    model: 'qwen3:8b',
    secrets: [apiKey],
    wireFormat: ollamaWireFormat,
    skip: {
      files: 'The API has no field for files.',
      'returns-signatures': 'The server signs nothing.',
      'finishes-with-content-filter': 'The server has no such finish reason.',
      'marks-incomplete-tool-calls': 'The server sends a call when its arguments are complete.',
      'translates-timeout': 'The server never responds with status 408.',
      'translates-quota-exhausted': 'The server has no credit limit.',
      'translates-content-filtered': 'The server filters no content.',
    },
    report,
  },
);

it('matches docs/capabilities/ollama.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/ollama.json');
});
