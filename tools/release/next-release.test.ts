import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { publishedPackages } from './published-packages.ts';

// Programs are started here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const published = publishedPackages();
const changeset = resolve('node_modules/.bin/changeset');
let copy: string;

/** What `changeset version` reads, elsewhere, so that it can be tried. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'understudy-release-'));
  const manifests = globSync(['package.json', '{packages/*,docs}/package.json', '.changeset/*']);
  for (const file of [...manifests, 'pnpm-workspace.yaml']) cpSync(file, join(copy, file));
  const config = JSON.parse(readFileSync('.changeset/config.json', 'utf8'));
  // The formatter is not there.
  write('.changeset/config.json', JSON.stringify({ ...config, format: false }));
});

afterEach(() => rmSync(copy, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(copy, file), text);
}

/** The versions after a change of core alone, on top of what waits to be released. */
function raise(type: 'patch' | 'minor'): Readonly<Record<string, string>> {
  write('.changeset/planted.md', `---\n'@understudy/core': ${type}\n---\n\nA change.\n`);
  execFileSync(changeset, ['version'], { cwd: copy, stdio: 'ignore' });
  return Object.fromEntries(
    globSync('{packages/*,docs}/package.json', { cwd: copy }).map((file) => {
      const { name, version } = JSON.parse(readFileSync(join(copy, file), 'utf8'));
      return [name, version];
    }),
  );
}

it('raises what is published to one version, and nothing else', () => {
  const versions = raise('patch');
  const names = published.map(({ name }) => name);
  expect(new Set(names.map((name) => versions[name])).size).toBe(1);
  const others = Object.entries(versions).filter(([name]) => !names.includes(name));
  expect(new Set(others.map(([, version]) => version))).toEqual(new Set(['0.0.0']));
});

it.each(['patch', 'minor'] as const)(
  'a %s of core makes no major of those that have it as a peer',
  (type) => {
    raise('minor');
    const [major, minor = '', patch = ''] = raise('patch')['@understudy/core']?.split('.') ?? [];
    const next =
      type === 'minor' ? [major, Number(minor) + 1, 0] : [major, minor, Number(patch) + 1];
    const versions = raise(type);
    for (const { name } of published) expect(versions[name]).toBe(next.join('.'));
  },
);
