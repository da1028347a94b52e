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

function create(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_user_agent: 'npm/11.0.0' },
  });
  return { status, stdout, stderr };
}

describe('what can not be made', () => {
  it.each([
    [[], 'name: expected the name of a vendor, such as my-vendor, received nothing'],
    [['acme'], '--kind: expected one of openai, sse, json, received nothing'],
    [['acme', '--kind', 'xml'], '--kind: expected one of openai, sse, json, received "xml"'],
    [
      ['Acme', '--kind', 'sse'],
      'name: expected a name that npm takes, such as my-vendor, received "Acme"; name can no longer contain capital letters',
    ],
    [
      ['acme', '--kind', 'sse', '--id', 'a/b'],
      'id: expected letters a to z, digits, dots, dashes and underscores, at most 64, received "a/b"',
    ],
    [
      ['stream-chat', '--kind', 'sse'],
      'id: expected a word that the generated code has no other use for, received "stream-chat"; try --id stream-chat-ai',
    ],
    [['acme', '--king', 'sse'], "unknown option '--king' (Did you mean --kind?); see --help"],
    [['acme', 'sse'], 'too many arguments. Expected 1 argument but got 2: acme, sse; see --help'],
  ])('is refused in one sentence: %j', async (words, sentence) => {
    expect(create(...words)).toEqual({ status: 1, stdout: '', stderr: `${sentence}\n` });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is a package in a folder that has something in it', async () => {
    const taken = join(folder, 'understudy-provider-acme');
    await mkdir(taken);
    await writeFile(join(taken, 'kept.txt'), 'kept');
    expect(create('acme', '--kind', 'sse').stderr).toBe(
      `folder: expected a new one, or one that is empty, received ${JSON.stringify(taken)}; give another with --dir\n`,
    );
    expect(await readdir(taken)).toEqual(['kept.txt']);
    expect(await readdir(folder)).toEqual(['understudy-provider-acme']);
  });

  it('is one inside a workspace that can not be read', async () => {
    const file = join(folder, 'pnpm-workspace.yaml');
    await writeFile(file, 'packages: [');
    expect(create('acme', '--kind', 'sse').stderr).toBe(
      `${file}: expected YAML, received something else\n`,
    );
    expect(await readdir(folder)).toEqual(['pnpm-workspace.yaml']);
  });
});

it('tells what was made, and what comes next', async () => {
  const { status, stdout, stderr } = create('acme', '--kind', 'sse', '--dir', 'here/acme');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`Created understudy-provider-acme in here/acme

  cd here/acme
  npm install
  npm test     runs the conformance suite: green, on a made-up vendor

README.md tells which files to change, in which order.
`);
});

it('tells a folder as a shell takes it', () => {
  const dir = `my "vendors" & mine's/$acme`;
  const { stdout } = create('acme', '--kind', 'sse', '--dir', dir);
  const line = /^ {2}(cd .*)$/m.exec(stdout)?.[1];
  const shell = spawnSync('sh', ['-c', `${line} && ls package.json`], { cwd: folder });
  expect(shell.stdout.toString()).toBe('package.json\n');
});

it('is made where the shell stands, which still stands there', async () => {
  const { ino } = await stat(folder);
  const { status, stdout } = create('acme', '--kind', 'sse', '--dir', '.');
  expect(status).toBe(0);
  expect(stdout).toBe(`Created understudy-provider-acme in this folder

  npm install
  npm test     runs the conformance suite: green, on a made-up vendor

README.md tells which files to change, in which order.
`);
  expect((await stat(folder)).ino).toBe(ino);
  expect(await readdir(folder)).toContain('package.json');
});

it('takes what a workspace has, where it becomes a part of it', async () => {
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
  const beside = create('acme', '--kind', 'openai', '--dir', 'elsewhere');
  expect(beside.status).toBe(0);
  expect(await readdir(join(folder, 'elsewhere'))).toContain('.github');
  expect(await readFile(join(folder, 'elsewhere/README.md'), 'utf8')).toContain('- `npm publish`');
});

describe('at a terminal', () => {
  it('asks for what is not given', async () => {
    const { until, press, ending } = startInTerminal();
    await until('What is the vendor called?');
    press('Acme\r');
    await until('capital letters');
    press('\u007F'.repeat(4));
    press('acme\r');
    await until('How does it talk?');
    press('\u001B[B\r');
    expect(await ending).toBe(0);
    expect(await readdir(join(folder, 'understudy-provider-acme/src'))).toContain(
      'decode-chat-stream.ts',
    );
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    const { until, press, ending } = startInTerminal('acme');
    await until('How does it talk?');
    press('\u0003');
    await until('Nothing was created.');
    expect(await ending).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });
});

function startInTerminal(...words: readonly string[]) {
  const { PATH = '', HOME = '' } = process.env;
  const terminal = pty.spawn(process.execPath, [bin, ...words], {
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
