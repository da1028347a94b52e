import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { publishedPackages } from './published-packages.ts';

// These tests start processes, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const published = publishedPackages();
const changeset = resolve('node_modules/.bin/changeset');
let copy: string;

/** Copies the files that `changeset version` reads, because it changes them. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'understudy-release-'));
  const manifests = globSync(['package.json', '{packages/*,docs}/package.json', '.changeset/*']);
  for (const file of [...manifests, 'pnpm-workspace.yaml']) cpSync(file, join(copy, file));
  const config = JSON.parse(readFileSync('.changeset/config.json', 'utf8'));
  // The copy does not contain the formatter.
  write('.changeset/config.json', JSON.stringify({ ...config, format: false }));
});

afterEach(() => rmSync(copy, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(copy, file), text);
}

/** Adds a change of core to the existing changesets and returns the next versions. */
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

it('says "first release" in the first changelog, and lists the changes in the next', () => {
  const run = (): void => {
    const script = resolve('tools/release/version.ts');
    const PATH = `${resolve('node_modules/.bin')}:${process.env['PATH']}`;
    execFileSync(process.execPath, [script], { cwd: copy, stdio: 'ignore', env: { PATH } });
  };
  const readChangelog = (): string =>
    readFileSync(join(copy, 'packages/core/CHANGELOG.md'), 'utf8');
  run();
  expect(readChangelog()).toBe('# @understudy/core\n\n## 0.1.0\n\nFirst release.\n');
  write('.changeset/planted.md', "---\n'@understudy/core': minor\n---\n\nA change.\n");
  run();
  expect(readChangelog()).toContain('## 0.2.0');
  expect(readChangelog()).toContain('A change.');
  expect(readChangelog()).toContain('First release.');
});

it('gives all published packages the same version and does not change others', () => {
  const versions = raise('patch');
  const names = published.map(({ name }) => name);
  expect(new Set(names.map((name) => versions[name])).size).toBe(1);
  const others = Object.entries(versions).filter(([name]) => !names.includes(name));
  expect(new Set(others.map(([, version]) => version))).toEqual(new Set(['0.0.0']));
});

it.each(['patch', 'minor'] as const)(
  'a %s version of core causes no major version of packages that have it as a peer',
  (type) => {
    raise('minor');
    const [major, minor = '', patch = ''] = raise('patch')['@understudy/core']?.split('.') ?? [];
    const next =
      type === 'minor' ? [major, Number(minor) + 1, 0] : [major, minor, Number(patch) + 1];
    const versions = raise(type);
    for (const { name } of published) expect(versions[name]).toBe(next.join('.'));
  },
);
