import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { publishedPackages } from './published-packages.ts';

const published = publishedPackages();
const root = mkdtempSync(join(tmpdir(), 'understudy-publish-'));
const copy = join(root, 'repository');
const bin = resolve('node_modules/.bin');
let verdaccio: ChildProcess | undefined;
let registry: string;

/** Runs a command with the local registry. Returns its standard output. */
function run(folder: string, file: string, ...args: readonly string[]): string {
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    NO_COLOR: '1',
    ...(registry && { npm_config_registry: registry }),
    npm_config_userconfig: join(root, 'npmrc'),
    npm_config_store_dir: join(root, 'store'),
    npm_config_cache: join(root, 'cache'),
    YARN_GLOBAL_FOLDER: join(root, 'yarn'),
    YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
  };
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, env, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Object(server.address());
  server.close();
  return port;
}

/** Installs and starts verdaccio, which passes requests for other packages on to the registry of npm's settings. */
async function startRegistry(): Promise<void> {
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const tools = join(root, 'tools');
  mkdirSync(tools);
  const dependencies = { verdaccio: '6.10.4', '@yarnpkg/cli-dist': '4.18.1' };
  // A dependency of verdaccio asks for a tag of node-fetch, which not every mirror of the registry has.
  const overrides = { 'node-fetch': '2.7.0' };
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ dependencies, overrides }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: tools, stdio: 'ignore' });
  const own = { access: '$all', publish: '$all', unpublish: '$all' };
  const configuration = {
    storage: join(root, 'storage'),
    uplinks: { upstream: { url: upstream, maxage: '60m' } },
    packages: {
      '@understudy/*': own,
      'create-understudy-provider': own,
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'pretty', level: 'error' },
  };
  // JSON is a subset of YAML.
  writeFileSync(join(root, 'verdaccio.yaml'), JSON.stringify(configuration));
  const port = await findFreePort();
  const args = [
    'node_modules/verdaccio/bin/verdaccio',
    '-c',
    join(root, 'verdaccio.yaml'),
    '-l',
    `127.0.0.1:${port}`,
  ];
  verdaccio = spawn(process.execPath, args, { cwd: tools, stdio: 'ignore' });
  registry = `http://127.0.0.1:${port}/`;
  writeFileSync(join(root, 'npmrc'), `//127.0.0.1:${port}/:_authToken=any\n`);
  for (;;) {
    const response = await fetch(`${registry}-/ping`).catch(() => undefined);
    if (response?.ok === true) return;
  }
}

function readExample(): string {
  return /(?<=^```ts\n)[^]*?(?=^```$)/m.exec(readFileSync('README.md', 'utf8'))?.[0] ?? '';
}

function createApp(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'chat.ts'), readExample());
  writeFileSync(join(folder, '.npmrc'), `registry=${registry}\n`);
  return folder;
}

const names = ['core', 'provider-openai', 'provider-anthropic', 'emulator'].map(
  (name) => `@understudy/${name}`,
);

beforeAll(async () => {
  await startRegistry();
  for (const file of [
    'package.json',
    'pnpm-workspace.yaml',
    '.changeset',
    'packages',
    'docs/package.json',
    'tools',
  ]) {
    cpSync(file, join(copy, file), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  const config = JSON.parse(readFileSync('.changeset/config.json', 'utf8'));
  writeFileSync(join(copy, '.changeset/config.json'), JSON.stringify({ ...config, format: false }));
  run(copy, process.execPath, 'tools/release/version.ts');
  for (const { folder } of published) {
    const tarball = join(root, `${folder.replace('/', '-')}.tgz`);
    run(join(copy, folder), 'pnpm', 'pack', '--out', tarball);
    run(root, 'npm', 'publish', tarball, '--provenance=false', '--access', 'public');
  }
}, 300_000);

afterAll(() => {
  verdaccio?.kill();
  // Much faster than `rmSync` for the caches of three package managers.
  execFileSync('rm', ['-rf', root]);
}, 120_000);

it('publishes every package with the next version', async () => {
  for (const { name } of published) {
    const response = await fetch(`${registry}${name.replace('/', '%2f')}`);
    const { 'dist-tags': tags } = Object(await response.json());
    expect([name, tags]).toEqual([name, { latest: '0.1.0' }]);
  }
});

it('the example of the README runs after an installation by npm', () => {
  const app = createApp('npm-app');
  run(app, 'npm', 'install', '--no-audit', '--no-fund', ...names);
  expect(run(app, process.execPath, 'chat.ts')).toContain('failed');
}, 120_000);

it('the example of the README runs after an installation by pnpm', () => {
  const app = createApp('pnpm-app');
  run(app, 'pnpm', 'add', ...names);
  expect(run(app, process.execPath, 'chat.ts')).toContain('failed');
}, 120_000);

it.each(['node-modules', 'pnp'])(
  'the example of the README runs after an installation by Yarn with nodeLinker %s',
  (linker) => {
    const app = createApp(`yarn-${linker}`);
    const settings = {
      nodeLinker: linker,
      npmRegistryServer: registry,
      unsafeHttpWhitelist: ['127.0.0.1'],
      enableTelemetry: false,
      // The packages were published a moment ago.
      npmMinimalAgeGate: 0,
    };
    writeFileSync(join(app, '.yarnrc.yml'), JSON.stringify(settings));
    writeFileSync(join(app, 'yarn.lock'), '');
    const yarn = join(root, 'tools/node_modules/@yarnpkg/cli-dist/bin/yarn.js');
    run(app, process.execPath, yarn, 'add', ...names);
    expect(run(app, process.execPath, yarn, 'node', 'chat.ts')).toContain('failed');
  },
  120_000,
);

it('npm create makes a provider whose tests pass', () => {
  const folder = join(root, 'created');
  mkdirSync(folder);
  run(folder, 'npm', 'create', '--yes', 'understudy-provider', '--', 'acme', '--kind', 'openai');
  const created = join(folder, 'understudy-provider-acme');
  run(created, 'npm', 'install', '--no-audit', '--no-fund');
  expect(run(created, 'npm', 'test')).toContain('fail 0');
}, 180_000);
