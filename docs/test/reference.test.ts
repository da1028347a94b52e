import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { publishedPackages } from '../../tools/release/published-packages.ts';
import { pageOf, renderReference } from './render-reference.ts';

// What is imported for its effect alone has nothing to show.
const doors = publishedPackages()
  .flatMap((published) => published.doors)
  .filter(({ subpath }) => subpath !== 'register');
const renew = 'types or comments have changed: "npm run api" writes the page anew';
const rendered = mkdtempSync(join(tmpdir(), 'understudy-reference-'));

beforeAll(async () => {
  await renderReference(doors, rendered);
  execFileSync('oxfmt', ['--config', '.oxfmtrc.json', rendered]);
}, 60_000);

afterAll(() => rmSync(rendered, { recursive: true }));

it.each(doors.map(pageOf))('reference/%s tells what the code does', async (page) => {
  const text = readFileSync(join(rendered, page), 'utf8');
  await expect(text, renew).toMatchFileSnapshot(`../reference/${page}`);
});

it('the index leads to every page, and there is none without an entry point', () => {
  const index = readFileSync('docs/reference/README.md', 'utf8');
  const pages = new Set(doors.map(pageOf));
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
  expect(new Set(linked)).toEqual(pages);
  const written = globSync('*.md', { cwd: 'docs/reference' });
  expect(new Set(written)).toEqual(new Set(['README.md', ...pages]));
});
