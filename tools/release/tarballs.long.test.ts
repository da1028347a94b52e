import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, describe, expect, it } from 'vitest';

import { publishedPackages } from './published-packages.ts';

const tarballs = mkdtempSync(join(tmpdir(), 'understudy-tarballs-'));

afterAll(() => rmSync(tarballs, { recursive: true }));

/** Packs a package as publishing does, so that the tests check the published bytes. */
function pack(folder: string): Buffer<ArrayBuffer> {
  const tarball = join(tarballs, `${basename(folder)}.tgz`);
  execFileSync('pnpm', ['pack', '--out', tarball], { cwd: folder, stdio: 'ignore' });
  return readFileSync(tarball);
}

describe.each(publishedPackages())('the tarball of $name', ({ name, folder, entryPoints }) => {
  const tarball = pack(folder);
  const contents = createPackageFromTarballData(tarball);
  const root = `/node_modules/${name}/`;
  const files = contents.listFiles().map((file) => file.replace(root, ''));
  const manifest = JSON.parse(contents.readFile(`${root}package.json`));

  it('passes publint', async () => {
    const { buffer, byteOffset, byteLength } = tarball;
    const { messages, pkg } = await publint({
      pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types for ES modules', async () => {
    const { types, ...result } = await checkPackage(contents);
    expect(types).toEqual(entryPoints.length > 0 && { kind: 'included' });
    expect('problems' in result ? result.problems.filter(isRelevant) : []).toEqual([]);
  });

  it('contains README, license and built files, and no tests', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
    expect(files.filter((file) => !isListed(file, manifest.files))).toEqual([]);
    expect(files.filter((file) => /^(dist|src|bin)\/.*(\.test|\.tsbuildinfo)/.test(file))).toEqual(
      [],
    );
  });

  it('contains no file of an earlier build', () => {
    const read = (file: string): string => contents.readFile(root + file);
    const modules = files.filter((file) => /^dist\/(?!playground\/).*\.js$/.test(file));
    const entries = [manifest.exports, manifest.bin, manifest.sideEffects].flatMap(filesOf);
    const reached = findReached(
      entries.map((file) => posix.normalize(file)),
      read,
    );
    expect(modules.filter((file) => !reached.has(file))).toEqual([]);
    const declarations = files.filter((file) => /^dist\/.*\.d\.ts$/.test(file));
    const sourceOf = (file: string): string => file.replace(/^dist(.*)\.d\.ts$/, 'src$1.ts');
    expect(declarations.filter((file) => !files.includes(sourceOf(file)))).toEqual([]);
  });

  it('exports existing files, no source, and the same entry points as the workspace', () => {
    const targets = filesOf(manifest.exports ?? {});
    expect(targets.filter((file) => !files.includes(file.slice(2)))).toEqual([]);
    expect(JSON.stringify(manifest.exports ?? {})).not.toContain('@understudy/source');
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.exports ?? {})).toEqual(Object.keys(exports ?? {}));
    const bin = Object.values<string>(manifest.bin ?? {});
    expect(bin.filter((file) => !files.includes(file.replace('./', '')))).toEqual([]);
  });

  it('depends on published version ranges', () => {
    const { dependencies, peerDependencies, optionalDependencies } = manifest;
    const versions = /^[\^~]?\d+\.\d+\.\d+$/;
    // A peer of another project can have several major versions.
    const peers = /^[\^>=<\d. |]+$/;
    const ranges = Object.entries({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    });
    const invalid = ranges.filter(([dependency, range]) => {
      const isForeignPeer =
        !dependency.startsWith('@understudy/') && dependency in (peerDependencies ?? {});
      return !(isForeignPeer ? peers : versions).test(String(range));
    });
    expect(invalid).toEqual([]);
  });

  it('declares engines, license and repository', () => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      engines: { node: '>=22.19' },
      repository: { directory: folder },
      publishConfig: { access: 'public', provenance: true },
    });
  });
});

/** The packages are ESM only, so problems of CommonJS and of resolution as in Node.js 10 are ignored. */
function isRelevant(problem: Problem): boolean {
  if (problem.kind === 'CJSResolvesToESM') return false;
  return !('resolutionKind' in problem) || !/^node(10|16-cjs)$/.test(problem.resolutionKind);
}

/** Returns whether every package contains the file, or `files` of the manifest lists it. */
function isListed(file: string, listed: readonly string[]): boolean {
  const [top = ''] = file.split('/');
  return [...listed, 'package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'].includes(top);
}

/** Returns the modules of a package that these modules import, and these modules. */
function findReached(
  entries: readonly string[],
  read: (file: string) => string,
): ReadonlySet<string> {
  const reached = new Set(entries);
  // Members that are added during the iteration are visited, too.
  for (const file of reached) {
    if (!file.endsWith('.js')) continue;
    const imports = read(file).matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g);
    for (const [, path = ''] of imports) reached.add(posix.join(posix.dirname(file), path));
  }
  return reached;
}

/** Returns the files of `exports` under every condition. */
function filesOf(exported: unknown): readonly string[] {
  if (typeof exported === 'string') return [exported];
  return Object.values(Object(exported)).flatMap(filesOf);
}
