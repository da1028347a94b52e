import { existsSync, globSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { clauses } from '@understudy/conformance';
import { parseJson, readObject } from '@understudy/provider-utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run, serve } from './empty-folder.ts';

/** One package of each kind. `acme` is the example of docs/add-a-provider.md. */
const packages = [
  { kind: 'openai', id: 'my-openai' },
  { kind: 'sse', id: 'acme' },
  { kind: 'json', id: 'my-json' },
] as const;

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
const messages = [{ role: 'user', content: 'What color is the sea?' }] as const;
const model = modelRef(\`\${id}/first-model\`);
console.log(await understudy.chat({ model, messages }).text());
`;

let empty: EmptyFolder;
let creator: string;
/** A folder with the packages of all kinds. They share one installation. */
let created: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  await empty.pack([
    'packages/core',
    'packages/provider-utils',
    'packages/conformance',
    'packages/openai-wire',
    'packages/provider-openai',
    'packages/provider-fakegpt',
    'packages/emulator',
    'packages/create-understudy-provider',
  ]);
  for (const name of ['typescript', '@types/node', '@changesets/cli']) empty.link(name);
  creator = join(empty.path, 'creator');
  await mkdir(creator);
  const manifest = { private: true, dependencies: { 'create-understudy-provider': '*' } };
  await writeFile(join(creator, 'package.json'), JSON.stringify(manifest));
  await empty.install(creator);
  created = join(empty.path, 'created');
  await mkdir(created);
}, 120_000);

afterAll(() => empty[Symbol.asyncDispose]());

it('creates a package of each kind, which can be installed', async () => {
  for (const { kind, id } of packages) {
    const output = await create(created, id, '--kind', kind);
    expect(output).toContain(`Created understudy-provider-${id} in understudy-provider-${id}\n`);
  }
  await writeFile(join(created, 'package.json'), '{ "private": true }');
  await empty.install(created, { packages: ['*'] });
});

describe.each(packages)('the package of kind $kind', ({ id }) => {
  it('compiles with the published types', async () => {
    expect(await run({ folder: folderOf(id) }, 'node_modules/.bin/tsc')).toBe('');
  });

  it('passes the conformance suite', async () => {
    const output = await run({ folder: folderOf(id) }, 'pnpm', 'test');
    expect(output).toContain(`tests ${clauses.length}\n`);
    expect(output).toContain('fail 0\n');
  });

  it('contains no name of the template', async () => {
    const entries = await readdir(folderOf(id), { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of entries.filter((entry) => entry.isFile())) {
      if (parentPath.includes('node_modules')) continue;
      const text = await readFile(join(parentPath, name), 'utf8');
      expect(`${name} ${text}`).not.toMatch(/my[- _]?vendor/i);
    }
  });
});

describe('an app with all three packages', () => {
  let app: string;

  beforeAll(async () => {
    const folders = packages.map(({ id }) => `understudy-provider-${id}`);
    await empty.pack(folders, created);
    app = await empty.copy('acme-app');
    const file = join(app, 'package.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    for (const { id } of packages) manifest.dependencies[`understudy-provider-${id}`] = '*';
    await writeFile(file, JSON.stringify(manifest));
    await writeFile(join(app, 'discovering-app.ts'), discoveringApp);
    await empty.install(app);
  }, 60_000);

  it('compiles with the published types', async () => {
    expect(await run({ folder: app }, 'node_modules/.bin/tsc')).toBe('');
  });

  it.each(packages)('discovers the provider $id and sends a chat', async ({ id }) => {
    await using vendor = await serve(folderOf(id), `test/${id}-server.ts`);
    const [, url = ''] = vendor.line.split(' is at ');
    const output = await run({ folder: app }, process.execPath, 'discovering-app.ts', id, url);
    expect(output).toBe('Blue or green.\n');
  });

  it.each(['by-name.ts', 'in-a-chain.ts', 'registered.ts', 'discovered.ts'])(
    'runs the example %s',
    async (file) => {
      await using vendor = await serve(folderOf('acme'), 'test/acme-server.ts');
      const [, url = ''] = vendor.line.split(' is at ');
      expect(await runExample(file, url)).toContain('Blue or green.');
    },
  );

  it('uses the fallback of the chain if Acme is not reachable', async () => {
    const output = await runExample('in-a-chain.ts', 'http://127.0.0.1:9/v1');
    expect(output).toContain('You said: "What color is the sea?"');
  });

  it('has all exported files of a package and no tests', async () => {
    const folder = join(app, 'node_modules/understudy-provider-acme');
    const manifest = parseJson(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = exportedFiles(readObject(manifest, 'exports'));
    expect(files).toContain('./dist/index.d.ts');
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(globSync('{dist,src,test}/**/*.test*', { cwd: folder })).toEqual([]);
  });

  function runExample(file: string, url: string): Promise<string> {
    const variables = { ACME_URL: url, ACME_API_KEY: 'key-17' };
    return run({ folder: app, variables }, process.execPath, file);
  }
});

it('adds the package to a pnpm workspace', async () => {
  const root = join(empty.path, 'workspace');
  const settings = { packages: ['packages/*'], catalog: { typescript: '*' } };
  await mkdir(join(root, '.changeset'), { recursive: true });
  await writeFile(join(root, '.changeset/config.json'), '{}');
  await writeFile(join(root, 'package.json'), '{ "private": true }');
  await empty.configure(root, settings);
  const output = await create(root, '@scope/provider-guest', '--kind', 'json');
  const folder = join(root, 'packages/provider-guest');
  expect(output).toContain('Created @scope/provider-guest in packages/provider-guest\n');
  const manifest = parseJson(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(readObject(manifest, 'understudy')).toEqual({ provider: 'guest', interfaceVersion: 1 });
  expect(readObject(manifest, 'devDependencies')).toMatchObject({ typescript: 'catalog:' });
  expect(await readdir(folder)).not.toContain('.github');
  const changeset = await readFile(join(root, '.changeset/provider-guest.md'), 'utf8');
  expect(changeset).toContain("'@scope/provider-guest': minor");
  await empty.install(root, settings);
  expect(await run({ folder }, 'node_modules/.bin/tsc')).toBe('');
  expect(await run({ folder }, 'pnpm', 'test')).toContain('fail 0\n');
}, 60_000);

function folderOf(id: string): string {
  return join(created, `understudy-provider-${id}`);
}

/** Runs the packed command. Returns its output. */
function create(folder: string, ...args: readonly string[]): Promise<string> {
  const command = 'node_modules/create-understudy-provider/bin/create-understudy-provider.js';
  return run({ folder }, process.execPath, join(creator, command), ...args);
}

/** Returns the files in a field `exports`, under every condition. */
function exportedFiles(exported: unknown): readonly string[] {
  if (typeof exported === 'string') return [exported];
  return Object.values(Object(exported)).flatMap(exportedFiles);
}
