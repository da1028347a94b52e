import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { clauses } from '@understudy/conformance';
import { parseJson, readObject } from '@understudy/core/provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run, serve } from './empty-folder.ts';

const kinds = ['openai', 'sse', 'json'] as const;
const discoveringApp = `
import { createUnderstudy, modelRef } from '@understudy/core';
import { discoverProviders, loadProviders } from '@understudy/core/discovery';

const [id = '', baseUrl] = process.argv.slice(2);
const { providers, problems } = await discoverProviders(import.meta.dirname);
const found = providers.filter((provider) => provider.id === id);
const loaded = await loadProviders(found);
for (const { error } of [...problems, ...loaded.problems]) console.error(error.message);

await using understudy = createUnderstudy({
  providers: 'registered',
  settings: { [id]: { apiKey: 'key-17', baseUrl } },
});
const messages = [{ role: 'user', content: 'What happens at eight?' }] as const;
const model = modelRef(\`\${id}/first-model\`);
console.log(await understudy.chat({ model, messages }).text());
`;

let empty: EmptyFolder;
let maker: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  for (const name of ['core', 'conformance', 'openai-wire', 'provider-openai']) {
    await empty.pack(`packages/${name}`);
  }
  await empty.pack('packages/create-understudy-provider');
  for (const name of ['typescript', '@types/node', '@changesets/cli']) empty.link(name);
  maker = await folderWith({ 'create-understudy-provider': '*' }, 'maker');
  await empty.install(maker);
}, 120_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe.each(kinds)('a package of the kind %s, in an empty folder', (kind) => {
  const id = `my-${kind}`;
  const name = `understudy-provider-${id}`;

  it('is made, and agrees with the types that are published', async () => {
    const printed = await create(empty.path, id, '--kind', kind);
    expect(printed).toContain(`Created ${name} in ${name}\n`);
    await empty.install(join(empty.path, name));
    expect(await run({ folder: join(empty.path, name) }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it('passes the conformance suite, without a word of the template', async () => {
    const folder = join(empty.path, name);
    const printed = await run({ folder }, 'pnpm', 'test');
    expect(printed).toContain(`tests ${clauses.length}\n`);
    expect(printed).toContain('fail 0\n');
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || file.parentPath.includes('node_modules')) continue;
      const text = await readFile(join(file.parentPath, file.name), 'utf8');
      expect(`${file.name} ${text}`).not.toMatch(/my[- _]?vendor/i);
    }
  });
});

it('an app finds all three where they are installed, and asks each by its name', async () => {
  for (const kind of kinds) await empty.pack(join(empty.path, `understudy-provider-my-${kind}`));
  const names = kinds.map((kind) => [`understudy-provider-my-${kind}`, '*']);
  const app = await folderWith({ ...Object.fromEntries(names), '@understudy/core': '*' }, 'app');
  await empty.install(app);
  await writeFile(join(app, 'ask.ts'), discoveringApp);
  for (const kind of kinds) {
    const id = `my-${kind}`;
    const provider = join(empty.path, `understudy-provider-${id}`);
    await using vendor = await serve(provider, `test/${id}-server.ts`);
    const [, url = ''] = vendor.line.split(' is at ');
    const printed = await run({ folder: app }, process.execPath, 'ask.ts', id, url);
    expect(printed).toBe('The curtain rises.\n');
  }
}, 120_000);

it('inside a workspace it becomes a part of it', async () => {
  const root = join(empty.path, 'workspace');
  const settings = { packages: ['packages/*'], catalog: { typescript: '*' } };
  await mkdir(join(root, '.changeset'), { recursive: true });
  await writeFile(join(root, '.changeset/config.json'), '{}');
  await writeFile(join(root, 'package.json'), '{ "private": true }');
  await empty.install(root, settings);
  const printed = await create(root, '@troupe/provider-guest', '--kind', 'json');
  const folder = join(root, 'packages/provider-guest');
  expect(printed).toContain('Created @troupe/provider-guest in packages/provider-guest\n');
  const manifest = parseJson(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(readObject(manifest, 'understudy')).toEqual({ provider: 'guest', interfaceVersion: 1 });
  expect(readObject(manifest, 'devDependencies')).toMatchObject({ typescript: 'catalog:' });
  expect(await readdir(folder)).not.toContain('.github');
  const changeset = await readFile(join(root, '.changeset/provider-guest.md'), 'utf8');
  expect(changeset).toContain("'@troupe/provider-guest': minor");
  await empty.install(root, settings);
  expect(await run({ folder }, 'pnpm', 'exec', 'tsc')).toBe('');
  expect(await run({ folder }, 'pnpm', 'test')).toContain('fail 0\n');
}, 120_000);

/** What the command prints, as it was packed. */
function create(folder: string, ...words: readonly string[]): Promise<string> {
  const command = 'node_modules/create-understudy-provider/bin/create-understudy-provider.js';
  return run({ folder }, process.execPath, join(maker, command), ...words);
}

/** A folder with a project that depends on these. */
async function folderWith(
  dependencies: Readonly<Record<string, string>>,
  name: string,
): Promise<string> {
  const folder = join(empty.path, name);
  await mkdir(folder);
  const manifest = { name, private: true, type: 'module', dependencies };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
