import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import { fakegpt } from '../src/index.ts';
import { fakegptWireFormat, secrets } from './fakegpt-wire-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'conformance-fakegpt-'));
const report = pathToFileURL(join(folder, 'fakegpt.json'));

afterAll(() => rmSync(folder, { recursive: true }));

describeProvider(
  { describe, it },
  {
    name: 'fakegpt',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => fakegpt({ baseUrl }),
    model: 'gpt-4',
    secrets,
    wireFormat: fakegptWireFormat,
    skip: {
      tools: 'The protocol has no tools.',
      images: 'The protocol supports text only.',
      files: 'The protocol supports text only.',
      json: 'The protocol has no JSON mode.',
      'streams-reasoning': 'The server sends no reasoning.',
      'keeps-part-order': 'The server sends text only.',
      'returns-signatures': 'The server signs nothing.',
      'reports-usage': 'The server sends no token counts.',
      'translates-authentication-failed':
        'The protocol has no API key. A rejected session is `session-rejected`.',
      'translates-timeout': 'The server never responds with status 408.',
      'translates-quota-exhausted': 'The server has no credit limit.',
      'translates-content-filtered': 'The server filters content only during a response.',
    },
    report,
  },
);

it('matches docs/capabilities/fakegpt.json', async () => {
  const result = readFileSync(report, 'utf8');
  await expect(result).toMatchFileSnapshot('../../../docs/capabilities/fakegpt.json');
});
