import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createUnderstudy, modelRef } from '@understudy/core';
import type { DiscoveredProvider, Discovery } from '@understudy/core/discovery';
import { discoverProviders, loadProviders } from '@understudy/core/discovery';
import { describe, expect, it } from 'vitest';

import {
  importedIds,
  indexOf,
  manifestOf,
  PackageTree,
  project,
  providerPackage,
} from './package-tree.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** Returns the response of a registered provider. */
async function chat(id: string, settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
  await using understudy = createUnderstudy({
    providers: 'registered',
    settings: { [id]: settings },
  });
  return await understudy.chat({ model: modelRef(`${id}/model`), messages }).text();
}

function ids({ providers }: Discovery): readonly string[] {
  return providers.map(({ id }) => id);
}

function messagesOf({ problems }: Pick<Discovery, 'problems'>): readonly string[] {
  return problems.map(({ error }) => error.message);
}

function getOnly({ providers: [provider], problems }: Discovery): DiscoveredProvider {
  expect(problems).toEqual([]);
  if (!provider) throw new Error('expected a provider');
  return provider;
}

describe('an installed provider', () => {
  it('is found without running its code, loaded alone and used by name', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('understudy-provider-lazy', 'understudy-provider-unused'),
      ...providerPackage(
        'node_modules/understudy-provider-lazy',
        'understudy-provider-lazy',
        'lazy',
      ),
      ...providerPackage(
        'node_modules/understudy-provider-unused',
        'understudy-provider-unused',
        'unused',
      ),
    });
    await tree.installCore('node_modules', '1.0.0');
    const { providers, problems } = await discoverProviders(tree.root);
    expect(problems).toEqual([]);
    expect(providers).toMatchObject([
      {
        id: 'lazy',
        packageName: 'understudy-provider-lazy',
        packageVersion: '1.2.3',
        folder: join(tree.root, 'node_modules/understudy-provider-lazy'),
      },
      { id: 'unused' },
    ]);
    expect(importedIds()).not.toContain('lazy');
    const [lazy] = providers;
    const [registration, again] = await Promise.all([lazy?.load(), lazy?.load()]);
    expect(again).toBe(registration);
    expect(registration).toMatchObject({
      label: 'The lazy',
      settings: [{ name: 'greeting', required: false }],
    });
    expect(await chat('lazy', { greeting: 'Good evening' })).toContain('Good evening from');
    expect(importedIds()).toContain('lazy');
    expect(importedIds()).not.toContain('unused');
  });

  it('can be one of several in its package, with an id that differs from the export', async () => {
    const name = 'understudy-provider-many';
    const provider = { 'one-of-many': 'first', 'two-of-many': 'second' };
    await using tree = await PackageTree.create({
      'package.json': project(name),
      [`node_modules/${name}/package.json`]: manifestOf(
        name,
        { provider },
        { exports: './index.js' },
      ),
      [`node_modules/${name}/index.js`]:
        'export function first() {}\nexport function second() {}\n',
    });
    const { providers } = await discoverProviders(tree.root);
    const { registrations } = await loadProviders(providers);
    expect(registrations).toMatchObject([
      { id: 'one-of-many', label: 'one-of-many', settings: [] },
      { id: 'two-of-many' },
    ]);
  });

  it('does not need a ./register entry', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('bare'),
      'node_modules/bare/package.json': manifestOf(
        'bare',
        { provider: 'bare' },
        { exports: './index.js' },
      ),
      'node_modules/bare/index.js': indexOf('bare'),
    });
    await tree.installCore('node_modules', '1.0.0');
    const registration = await getOnly(await discoverProviders(tree.root)).load();
    expect(registration).toMatchObject({ id: 'bare', label: 'bare', credentialEnvVars: [] });
    expect(await chat('bare')).toContain('Hello from');
  });

  it('is the one of its folder after another folder had the same id', async () => {
    const files = {
      'package.json': project('twin'),
      ...providerPackage('node_modules/twin', 'twin', 'twin'),
    };
    await using left = await PackageTree.create(files);
    await using right = await PackageTree.create(files);
    await left.installCore('node_modules', '1.0.0');
    await right.installCore('node_modules', '1.0.0');
    for (const tree of [left, right, left]) {
      await getOnly(await discoverProviders(tree.root)).load();
      expect(await chat('twin')).toContain(tree.root);
    }
  });

  it('is the one of its folder after another copy has registered all its ids', async () => {
    const register = ['one', 'two'].map(
      (id) => `registerProvider({ factory: metadata, id: '${id}', label: import.meta.url });\n`,
    );
    const provider = { one: 'metadata', two: 'metadata' };
    const files = {
      'package.json': project('pair'),
      'node_modules/pair/package.json': manifestOf('pair', { provider }),
      'node_modules/pair/index.js': 'export function metadata() {}\n',
      'node_modules/pair/register.js': [
        "import { registerProvider } from '@understudy/core/provider';\n",
        "import { metadata } from './index.js';\n",
        ...register,
      ].join(''),
    };
    await using left = await PackageTree.create(files);
    await using right = await PackageTree.create(files);
    await left.installCore('node_modules', '1.0.0');
    await right.installCore('node_modules', '1.0.0');
    const loaded = [];
    for (const [tree, index] of [
      [left, 0],
      [right, 0],
      [left, 1],
    ] as const) {
      const { providers } = await discoverProviders(tree.root);
      loaded.push((await providers[index]?.load())?.label);
    }
    expect(loaded).toEqual([left, right, left].map(({ root }) => expect.stringContaining(root)));
  });

  it('can have an import condition only and be installed under an alias', async () => {
    const exports = { '.': { import: './index.js' } };
    await using tree = await PackageTree.create({
      'package.json': project('nickname'),
      'node_modules/nickname/package.json': manifestOf(
        'realname',
        { provider: 'aliased' },
        { exports },
      ),
      'node_modules/nickname/index.js': indexOf('aliased'),
    });
    await tree.installCore('node_modules', '1.0.0');
    const provider = getOnly(await discoverProviders(pathToFileURL(tree.root)));
    expect(provider.packageName).toBe('nickname');
    await provider.load();
    expect(await chat('aliased')).toContain('Hello from');
  });

  it('can be the project itself', async () => {
    await using tree = await PackageTree.create(
      providerPackage('.', 'understudy-provider-self', 'self'),
    );
    await tree.installCore('node_modules', '1.0.0');
    await tree.write({ 'src/deep/file.txt': '' });
    const provider = getOnly(await discoverProviders(join(tree.root, 'src/deep')));
    expect(provider.folder).toBe(tree.root);
    await provider.load();
    expect(await chat('self')).toContain('Hello from');
  });
});

describe('the searched packages', () => {
  it('are the dependencies of the project and of its workspace, hoisted or not', async () => {
    await using tree = await PackageTree.create({
      'package.json': {
        devDependencies: { '@scope/outer': '*', near: '*' },
        optionalDependencies: { away: '*' },
      },
      'packages/app/package.json': { ...project('hoisted', 'near'), name: 'app' },
      'packages/app/src/main.js': '',
      ...providerPackage('packages/app/node_modules/near', 'near', 'near'),
      ...providerPackage('node_modules/hoisted', 'hoisted', 'hoisted'),
      ...providerPackage('node_modules/@scope/outer', '@scope/outer', 'outer'),
      ...providerPackage('node_modules/near', 'near', 'further'),
      ...providerPackage('node_modules/undeclared', 'undeclared', 'undeclared'),
    });
    const discovery = await discoverProviders(join(tree.root, 'packages/app/src'));
    expect(ids(discovery)).toEqual(['hoisted', 'near', 'outer']);
    expect(discovery.problems).toEqual([]);
  });

  it('are found in the layout of pnpm, without transitive dependencies', async () => {
    const store = 'node_modules/.pnpm/stored@1.2.3/node_modules';
    await using tree = await PackageTree.create({
      'package.json': project('stored'),
      ...providerPackage(`${store}/stored`, 'stored', 'stored'),
      ...providerPackage(`${store}/transitive`, 'transitive', 'transitive'),
    });
    await tree.installCore(store, '1.0.0');
    await tree.link('node_modules/stored', `${store}/stored`);
    const provider = getOnly(await discoverProviders(tree.root));
    await provider.load();
    expect(await chat('stored')).toBe(
      `Hello from ${pathToFileURL(join(tree.root, store)).href}/@understudy/core/dist/provider.js`,
    );
  });

  it('can use other versions of core than the app', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('older', 'newer'),
      ...providerPackage('node_modules/older', 'older', 'older'),
      ...providerPackage('node_modules/newer', 'newer', 'newer'),
    });
    await tree.installCore('node_modules', '1.0.0');
    await tree.installCore('node_modules/newer/node_modules', '1.9.0');
    const { providers } = await discoverProviders(tree.root);
    expect((await loadProviders(providers)).problems).toEqual([]);
    const modules = pathToFileURL(join(tree.root, 'node_modules')).href;
    expect(await chat('older')).toBe(`Hello from ${modules}/@understudy/core/dist/provider.js`);
    expect(await chat('newer')).toBe(
      `Hello from ${modules}/newer/node_modules/@understudy/core/dist/provider.js`,
    );
  });

  it('are empty without installed packages', async () => {
    await using tree = await PackageTree.create({ 'package.json': project('absent', '../absent') });
    expect(await discoverProviders(tree.root)).toEqual({ providers: [], problems: [] });
  });

  it('require an existing folder', async () => {
    await using tree = await PackageTree.create({});
    const missing = join(tree.root, 'missing');
    await expect(discoverProviders(missing)).rejects.toThrow(
      `folder: expected an existing folder, received ${JSON.stringify(missing)}`,
    );
  });
});

describe('a package that cannot be used', () => {
  it('is skipped and reported because of its package.json', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('plain', 'broken', 'newer-version', 'sound'),
      'node_modules/plain/package.json': { name: 'plain' },
      'node_modules/broken/package.json': '{ "name": "broken", ',
      'node_modules/newer-version/package.json': manifestOf('newer-version', {
        interfaceVersion: 2,
      }),
      ...providerPackage('node_modules/sound', 'sound', 'sound'),
    });
    const discovery = await discoverProviders(tree.root);
    expect(ids(discovery)).toEqual(['sound']);
    expect(messagesOf(discovery)).toEqual([
      'broken/package.json: expected a JSON object, received none',
      'newer-version/package.json: understudy.interfaceVersion: expected 1, which this version of @understudy/core supports, received 2',
    ]);
    expect(discovery.problems[0]).toMatchObject({
      packageName: 'broken',
      folder: join(tree.root, 'node_modules/broken'),
    });
  });

  it('can be the project itself', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('sound'),
      'inner/package.json': '[]',
      ...providerPackage('node_modules/sound', 'sound', 'sound'),
    });
    const inner = join(tree.root, 'inner');
    const discovery = await discoverProviders(inner);
    expect(ids(discovery)).toEqual(['sound']);
    expect(messagesOf(discovery)).toEqual([
      `${inner}/package.json: expected a JSON object, received none`,
    ]);
  });

  it('is each of two that declare the same id', async () => {
    await using tree = await PackageTree.create({
      'package.json': project('first', 'second', 'third'),
      ...providerPackage('node_modules/first', 'first', 'taken'),
      ...providerPackage('node_modules/second', 'second', 'free'),
      ...providerPackage('node_modules/third', 'third', 'taken'),
    });
    const discovery = await discoverProviders(tree.root);
    expect(ids(discovery)).toEqual(['free']);
    expect(messagesOf(discovery)).toEqual([
      'first/package.json: understudy.provider: expected a unique provider id, received "taken"; remove this package or third',
      'third/package.json: understudy.provider: expected a unique provider id, received "taken"; remove this package or first',
    ]);
  });

  it('is reported when it is loaded, and the others are loaded', async () => {
    const own = (name: string, exports: object): object =>
      manifestOf(name, { provider: name }, { exports });
    const entry = { '.': './index.js' };
    await using tree = await PackageTree.create({
      'package.json': project('throwing', 'unbuilt', 'nameless', 'constant', 'silent', 'healthy'),
      ...providerPackage('node_modules/throwing', 'throwing', 'throwing'),
      'node_modules/throwing/index.js': 'throw new Error("No such \\"luck\\"\\nat all");\n',
      'node_modules/unbuilt/package.json': own('unbuilt', { '.': './dist/index.js' }),
      'node_modules/nameless/package.json': own('nameless', entry),
      'node_modules/nameless/index.js': 'export function other() {}\n',
      'node_modules/constant/package.json': own('constant', entry),
      'node_modules/constant/index.js': 'export const constant = { id: "constant" };\n',
      'node_modules/silent/package.json': own('silent', {
        ...entry,
        './register': './register.js',
      }),
      'node_modules/silent/index.js': 'export function silent() {}\n',
      'node_modules/silent/register.js': '',
      ...providerPackage('node_modules/healthy', 'healthy', 'healthy'),
    });
    await tree.installCore('node_modules', '1.0.0');
    const { providers } = await discoverProviders(tree.root);
    const { registrations, problems } = await loadProviders(providers);
    expect(registrations.map(({ id }) => id)).toEqual(['healthy']);
    const unbuilt = join(tree.root, 'node_modules/unbuilt/dist/index.js');
    expect(messagesOf({ problems })).toEqual([
      String.raw`throwing: expected code that can be imported, received "No such \"luck\""`,
      expect.stringContaining(
        `unbuilt: expected code that can be imported, received "Cannot find module '${unbuilt}'`,
      ),
      'nameless: nameless: expected an exported provider factory, received nothing',
      'constant: constant: expected an exported provider factory, received an object',
      'silent/register: expected an entry that registers the provider "silent", received nothing',
    ]);
    expect(problems[0]?.error.cause).toBeInstanceOf(Error);
    expect(await chat('healthy')).toContain('Hello from');
  });

  it('fails on use if its factory returns no definition', async () => {
    const exports = './index.js';
    await using tree = await PackageTree.create({
      'package.json': project('hollow', 'fragile', 'robust'),
      'node_modules/hollow/package.json': manifestOf('hollow', { provider: 'hollow' }, { exports }),
      'node_modules/hollow/index.js': 'export const hollow = () => ({ id: "hollow" });\n',
      'node_modules/fragile/package.json': manifestOf(
        'fragile',
        { provider: 'fragile' },
        { exports },
      ),
      'node_modules/fragile/index.js': 'export const fragile = ({ key }) => key.secret.length;\n',
      ...providerPackage('node_modules/robust', 'robust', 'robust'),
    });
    await tree.installCore('node_modules', '1.0.0');
    const { providers } = await discoverProviders(tree.root);
    expect((await loadProviders(providers)).problems).toEqual([]);
    expect(await chat('robust')).toContain('Hello from');
    await expect(chat('hollow')).rejects.toThrow(
      'settings.hollow: expected a factory that returns a definition made with defineProvider, received an object',
    );
    await expect(chat('fragile', { key: 'key-17' })).rejects.toThrow(
      'settings.fragile: expected settings that the factory accepts, received TypeError thrown by the factory',
    );
  });
});
