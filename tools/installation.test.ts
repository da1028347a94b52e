import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, it, onTestFinished } from 'vitest';

import { clearInstalled, isInstalled, markInstalled } from './installation.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['.', 'docs', 'packages/one', 'packages/two']) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'package.json'), '{}');
  }
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    await writeFile(join(root, file), '');
  for (const folder of ['.', 'packages/one']) await mkdir(join(root, folder, 'node_modules'));
});

it('skips an installation that is complete', () => {
  expect(isInstalled(root)).toBe(false);
  markInstalled(root);
  expect(isInstalled(root)).toBe(true);
});

it.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/two/package.json'])(
  'installs after a change of %s',
  async (file) => {
    markInstalled(root);
    await writeFile(join(root, file), '{ "changed": true }');
    expect(isInstalled(root)).toBe(false);
  },
);

it('installs if a package was added, or an installed folder was removed', async () => {
  markInstalled(root);
  await mkdir(join(root, 'packages/three'));
  await writeFile(join(root, 'packages/three/package.json'), '{}');
  expect(isInstalled(root)).toBe(false);
  markInstalled(root);
  await rm(join(root, 'packages/one/node_modules'), { recursive: true });
  expect(isInstalled(root)).toBe(false);
});

it('installs after an installation that failed', () => {
  markInstalled(root);
  clearInstalled(root);
  expect(isInstalled(root)).toBe(false);
});

it('is not followed by TypeScript in the same shell, which keeps the Node.js of the machine', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const commands = Object.values<string>(scripts);
  expect(commands.filter((command) => /setup\.js.*&& node \S+\.ts/.test(command))).toEqual([]);
});
