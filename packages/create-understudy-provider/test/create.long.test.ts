import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as pty from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const bin = fileURLToPath(new URL('../bin/create-understudy-provider.js', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-create-'));
});
afterEach(() => rm(folder, { recursive: true }));

function create(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_user_agent: 'npm/11.0.0' },
  });
  return { status, stdout, stderr };
}

describe('create-understudy-provider, with invalid arguments', () => {
  it.each([
    [[], 'name: expected the name of a vendor, such as my-vendor, received nothing'],
    [['acme'], '--kind: expected one of openai, sse, json, received nothing'],
    [['acme', '--kind', 'xml'], '--kind: expected one of openai, sse, json, received "xml"'],
    [
      ['Acme', '--kind', 'sse'],
      'name: expected a valid npm package name, such as my-vendor, received "Acme"; name can no longer contain capital letters',
    ],
    [
      ['acme', '--kind', 'sse', '--id', 'a/b'],
      'id: expected letters a to z, digits, dots, dashes and underscores, at most 64, received "a/b"',
    ],
    [
      ['stream-chat', '--kind', 'sse'],
      'id: expected an id that the generated code does not use as a name, received "stream-chat"; try --id stream-chat-ai',
    ],
    [['acme', '--king', 'sse'], "unknown option '--king' (Did you mean --kind?); see --help"],
    [['acme', 'sse'], 'too many arguments. Expected 1 argument but got 2: acme, sse; see --help'],
  ])('reports the error of %j in one line', async (args, message) => {
    expect(create(...args)).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
    expect(await readdir(folder)).toEqual([]);
  });

  it('rejects a folder that is not empty', async () => {
    const existing = join(folder, 'understudy-provider-acme');
    await mkdir(existing);
    await writeFile(join(existing, 'kept.txt'), 'kept');
    expect(create('acme', '--kind', 'sse').stderr).toBe(
      `folder: expected a new or empty folder, received ${JSON.stringify(existing)}; set another with --dir\n`,
    );
    expect(await readdir(existing)).toEqual(['kept.txt']);
    expect(await readdir(folder)).toEqual(['understudy-provider-acme']);
  });

  it('rejects a workspace with an invalid file', async () => {
    const file = join(folder, 'pnpm-workspace.yaml');
    await writeFile(file, 'packages: [');
    expect(create('acme', '--kind', 'sse').stderr).toBe(`${file}: invalid YAML\n`);
    expect(await readdir(folder)).toEqual(['pnpm-workspace.yaml']);
  });
});

it('prints the next steps', async () => {
  const { status, stdout, stderr } = create('acme', '--kind', 'sse', '--dir', 'here/acme');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`Created understudy-provider-acme in here/acme

Next steps:
  cd here/acme
  npm install
  npm test

The tests pass for an invented protocol. README.md lists the files to change, in order.
`);
});

it('quotes the folder for a shell', () => {
  const dir = `my "vendors" & mine's/$acme`;
  const { stdout } = create('acme', '--kind', 'sse', '--dir', dir);
  const line = /^ {2}(cd .*)$/m.exec(stdout)?.[1];
  const shell = spawnSync('sh', ['-c', `${line} && ls package.json`], { cwd: folder });
  expect(shell.stdout.toString()).toBe('package.json\n');
});

it('creates the package in the current folder, which is kept', async () => {
  const { ino } = await stat(folder);
  const { status, stdout } = create('acme', '--kind', 'sse', '--dir', '.');
  expect(status).toBe(0);
  expect(stdout).toBe(`Created understudy-provider-acme in the current folder

Next steps:
  npm install
  npm test

The tests pass for an invented protocol. README.md lists the files to change, in order.
`);
  expect((await stat(folder)).ino).toBe(ino);
  expect(await readdir(folder)).toContain('package.json');
});

it('uses the packages of a workspace only inside its packages folder', async () => {
  await mkdir(join(folder, 'packages/core'), { recursive: true });
  await writeFile(
    join(folder, 'pnpm-workspace.yaml'),
    "packages: [tools, './packages/*', '!**/x']\n",
  );
  await writeFile(join(folder, 'packages/core/package.json'), '{ "name": "@understudy/core" }');
  expect(create('acme', '--kind', 'openai').stdout).toContain(
    'in packages/understudy-provider-acme\n',
  );
  const file = join(folder, 'packages/understudy-provider-acme/package.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    peerDependencies: { '@understudy/core': 'workspace:^' },
  });
  const readme = await readFile(join(dirname(file), 'README.md'), 'utf8');
  expect(readme).toContain('- `npm test`');
  expect(readme).not.toMatch(/npm publish|npx changeset/);
  const outside = create('acme', '--kind', 'openai', '--dir', 'elsewhere');
  expect(outside.status).toBe(0);
  expect(await readdir(join(folder, 'elsewhere'))).toContain('.github');
  expect(await readFile(join(folder, 'elsewhere/README.md'), 'utf8')).toContain('- `npm publish`');
});

it.each([{ workspaces: ['packages/*'] }, { workspaces: { packages: ['packages/*'] } }])(
  'adds a package without CI and releases of its own to the npm workspace %j',
  async (manifest) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await mkdir(join(folder, '.changeset'));
    await writeFile(join(folder, '.changeset/config.json'), '{}');
    const { status, stdout } = create('acme', '--kind', 'openai');
    expect(status).toBe(0);
    expect(stdout).toContain('  npm install\n');
    const created = join(folder, 'packages/understudy-provider-acme');
    expect(await readdir(created)).not.toEqual(expect.arrayContaining(['.github']));
    expect(await readdir(created)).not.toEqual(expect.arrayContaining(['.changeset']));
    expect(await readdir(join(folder, '.changeset'))).toContain('understudy-provider-acme.md');
    const text = await readFile(join(created, 'package.json'), 'utf8');
    expect(text).not.toMatch(/workspace:|catalog:|@changesets/);
  },
);

describe('create-understudy-provider, in a terminal', () => {
  it('prompts for missing arguments', async () => {
    const { until, press, ending } = startInTerminal();
    await until('Name of the vendor');
    press('Acme\r');
    await until('capital letters');
    press('\u007F'.repeat(4));
    press('acme\r');
    await until('API of the vendor');
    press('\u001B[B\r');
    expect(await ending).toBe(0);
    expect(await readdir(join(folder, 'understudy-provider-acme/src'))).toContain(
      'decode-chat-stream.ts',
    );
  });

  it('removes everything after Ctrl-C', async () => {
    const { until, press, ending } = startInTerminal('acme');
    await until('API of the vendor');
    press('\u0003');
    await until('Nothing was created.');
    expect(await ending).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });
});

function startInTerminal(...args: readonly string[]) {
  const { PATH = '', HOME = '' } = process.env;
  const terminal = pty.spawn(process.execPath, [bin, ...args], {
    cols: 80,
    rows: 30,
    cwd: folder,
    env: { PATH, HOME, TERM: 'xterm-256color' },
  });
  let screen = '';
  terminal.onData((text) => (screen += text));
  return {
    until: (part: string) => vi.waitFor(() => expect(screen).toContain(part), { timeout: 20_000 }),
    press: (keys: string) => terminal.write(keys),
    ending: new Promise<number>((resolve) => {
      terminal.onExit(({ exitCode }) => resolve(exitCode));
    }),
  };
}
