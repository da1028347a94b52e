import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, describe, expect, it } from 'vitest';

import { publishedPackages } from './published-packages.ts';

const tarballs = mkdtempSync(join(tmpdir(), 'understudy-tarballs-'));

afterAll(() => rmSync(tarballs, { recursive: true }));

/** Packs as publishing does: the checks see the very bytes that users get. */
function pack(folder: string): Buffer<ArrayBuffer> {
  const tarball = join(tarballs, `${basename(folder)}.tgz`);
  execFileSync('pnpm', ['pack', '--out', tarball], { cwd: folder, stdio: 'ignore' });
  return readFileSync(tarball);
}

describe.each(publishedPackages())('the tarball of $name', ({ name, folder, doors }) => {
  const tarball = pack(folder);
  const contents = createPackageFromTarballData(tarball);
  const root = `/node_modules/${name}/`;
  const files = contents.listFiles().map((file) => file.replace(root, ''));
  const manifest = JSON.parse(contents.readFile(`${root}package.json`));

  it('finds no fault with publint', async () => {
    const { buffer, byteOffset, byteLength } = tarball;
    const { messages, pkg } = await publint({
      pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('gives types to every module that imports it', async () => {
    const { types, ...result } = await checkPackage(contents);
    expect(types).toEqual(doors.length > 0 && { kind: 'included' });
    expect('problems' in result ? result.problems.filter(matters) : []).toEqual([]);
  });

  it('has what users look for, and nothing that they have no use for', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
    expect(files.filter((file) => !belongs(file, manifest.files))).toEqual([]);
    expect(files.filter((file) => /^(dist|src|bin)\/.*(\.test|\.tsbuildinfo)/.test(file))).toEqual(
      [],
    );
  });

  it('leads to files that are there, to no source, and to all that the workspace exports', () => {
    const targets = filesOf(manifest.exports ?? {});
    expect(targets.filter((file) => !files.includes(file.slice(2)))).toEqual([]);
    expect(JSON.stringify(manifest.exports ?? {})).not.toContain('@understudy/source');
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.exports ?? {})).toEqual(Object.keys(exports ?? {}));
    const bin = Object.values<string>(manifest.bin ?? {});
    expect(bin.filter((file) => !files.includes(file.replace('./', '')))).toEqual([]);
  });

  it('asks for versions that a registry knows', () => {
    const { dependencies, peerDependencies, optionalDependencies } = manifest;
    const ranges = Object.values({ ...dependencies, ...peerDependencies, ...optionalDependencies });
    expect(ranges.filter((range) => !/^[\^~]?\d+\.\d+\.\d+$/.test(String(range)))).toEqual([]);
  });

  it('says on what it runs, under which terms, and where it is from', () => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      engines: { node: '>=22.19' },
      repository: { directory: folder },
      publishConfig: { access: 'public', provenance: true },
    });
  });
});

/** Packages are ESM alone: who resolves as Node 10 did, or requires them, is not served. */
function matters(problem: Problem): boolean {
  if (problem.kind === 'CJSResolvesToESM') return false;
  return !('resolutionKind' in problem) || !/^node(10|16-cjs)$/.test(problem.resolutionKind);
}

/** What every package has, and what its manifest names. */
function belongs(file: string, listed: readonly string[]): boolean {
  const [top = ''] = file.split('/');
  return [...listed, 'package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'].includes(top);
}

/** The files that a field of exports leads to, under every condition. */
function filesOf(exported: unknown): readonly string[] {
  if (typeof exported === 'string') return [exported];
  return Object.values(Object(exported)).flatMap(filesOf);
}
