import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { publishedPackages } from '../../tools/release/published-packages.ts';
import { pageOf, renderReference } from './render-reference.ts';

// `register` modules export nothing.
const entryPoints = publishedPackages()
  .flatMap((published) => published.entryPoints)
  .filter(({ subpath }) => subpath !== 'register');
const hint = 'Types or comments have changed. Run "npm run api" to update the page.';
const rendered = mkdtempSync(join(tmpdir(), 'understudy-reference-'));

beforeAll(async () => {
  await renderReference(entryPoints, rendered);
  execFileSync('oxfmt', ['--config', '.oxfmtrc.json', rendered]);
}, 60_000);

afterAll(() => rmSync(rendered, { recursive: true }));

it.each(entryPoints.map(pageOf))('reference/%s matches the source', async (page) => {
  const text = readFileSync(join(rendered, page), 'utf8');
  await expect(text, hint).toMatchFileSnapshot(`../reference/${page}`);
});

it('links from the index to every page and has no page without an entry point', () => {
  const index = readFileSync('docs/reference/README.md', 'utf8');
  const pages = new Set(entryPoints.map(pageOf));
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
  expect(new Set(linked)).toEqual(pages);
  const written = globSync('*.md', { cwd: 'docs/reference' });
  expect(new Set(written)).toEqual(new Set(['README.md', ...pages]));
});
