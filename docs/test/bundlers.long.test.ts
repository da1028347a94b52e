import { cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run } from './empty-folder.ts';

const bundlers = {
  'vite-8': 'npm:vite@8.4.0',
  'vite-7': 'npm:vite@7.3.8',
  rolldown: '1.3.3',
  rollup: '4.68.8',
  '@rollup/plugin-commonjs': '29.0.3',
  '@rollup/plugin-json': '6.1.0',
  '@rollup/plugin-node-resolve': '16.0.3',
  esbuild: '0.28.2',
  webpack: '5.113.0',
};

const packed = [
  'core',
  'provider-utils',
  'openai-wire',
  'anthropic-wire',
  'provider-openai',
  'emulator',
  'gateway',
];

let empty: EmptyFolder;
let app: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  await empty.pack(packed.map((name) => `packages/${name}`));
  app = join(empty.path, 'app');
  await cp(join(import.meta.dirname, 'bundlers'), app, { recursive: true });
  const dependencies = { ...empty.tarballs, ...bundlers };
  await writeFile(join(app, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  await run({ folder: app }, 'npm', 'install', '--no-audit', '--no-fund');
}, 300_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('a bundle', () => {
  it.each(['vite-8', 'vite-7', 'rolldown', 'rollup', 'esbuild-esm', 'esbuild-cjs', 'webpack'])(
    'of %s runs without node_modules',
    async (name) => {
      await run({ folder: app }, process.execPath, 'bundle.js', name);
      const moved = join(empty.path, `bundle-${name}`);
      await rename(join(app, 'bundles', name), moved);
      await writeFile(join(moved, 'package.json'), '{ "type": "module" }');
      const files = await readdir(moved);
      const entry = files.find((file) => /^app\.[cm]?js$/.test(file)) ?? '';
      expect(await run({ folder: moved }, process.execPath, entry)).toBe('Teal.\nTeal.\n');
    },
    120_000,
  );
});

it('core and one provider are at most 10 packages and 15 MB', async () => {
  const folder = join(empty.path, 'small');
  await mkdir(folder);
  const small = ['core', 'provider-utils', 'openai-wire', 'provider-openai'];
  const names = new Set(small.map((name) => `@understudy/${name}`));
  const dependencies = Object.fromEntries(
    Object.entries(empty.tarballs).filter(([name]) => names.has(name)),
  );
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  await run({ folder }, 'npm', 'install', '--no-audit', '--no-fund');
  const listed = await run({ folder }, 'npm', 'ls', '--all', '--parseable');
  const packages = listed.trimEnd().split('\n').slice(1);
  expect(packages.length).toBeLessThanOrEqual(10);
  const [size = ''] = (await run({ folder }, 'du', '-sk', 'node_modules')).split('\t');
  expect(Number(size)).toBeLessThanOrEqual(15 * 1024);
}, 120_000);
