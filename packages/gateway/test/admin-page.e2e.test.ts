import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { createKey } from '@understudy/gateway';
import { expect, it } from 'vitest';

import { startAdminFixture } from './admin-fixture.ts';
import { startFixture } from './fixture.ts';

const folder = 'packages/gateway/dist/playground';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(html|js|css|svg)$/.test(name),
);

it('serves the page and its files under the strict policy, without a key', async () => {
  await using fixture = await startAdminFixture({ keys: [createKey('operator').entry] });
  for (const name of files) {
    const response = await fixture.get(name === 'index.html' ? '/' : `/${name}`);
    expect(response.status, name).toBe(200);
    expect(await response.text(), name).toBe(readFileSync(join(folder, name), 'utf8'));
    expect(Object.fromEntries(response.headers), name).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      'content-type': expect.stringMatching(/^(text\/(html|javascript|css)|image\/svg\+xml)/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  }
});

it('does not serve the files on the public listener, nor other files', async () => {
  await using fixture = await startFixture();
  await using admin = await startAdminFixture();
  for (const name of ['', ...files]) {
    expect((await fetch(`${fixture.url}/${name}`)).status, name).toBe(404);
  }
  const others = [
    '/licenses.txt',
    '/index.html',
    '/assets/',
    '/%2e%2e/package.json',
    '//licenses.txt',
  ];
  for (const path of others) expect((await admin.get(path)).status, path).toBe(404);
});

it('has less than 40 kB of code, and no inline code or style', () => {
  const bytes = files.map((name) => gzipSync(readFileSync(join(folder, name))).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(40_000);
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script>|javascript:|https?:/);
});
