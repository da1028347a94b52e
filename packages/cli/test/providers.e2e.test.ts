import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { startFakeGptEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, OpenAiEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { manifestOf, PackageTree, project, providerPackage } from '../../core/test/package-tree.ts';
import { runInPipe, startInTerminal } from './start-command.ts';

const key = 'sk-canary-4eC39HqL';

let tree: PackageTree;
let vendor: OpenAiEmulator;
let fakeGpt: FakeGptEmulator;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  tree = await PackageTree.create({ 'package.json': project() });
  vendor = await startOpenAiEmulator({ apiKeys: [key] });
  fakeGpt = await startFakeGptEmulator();
  env = {
    OPENAI_API_KEY: key,
    UNDERSTUDY_OPENAI_BASE_URL: vendor.baseUrl,
    UNDERSTUDY_FAKEGPT_BASE_URL: fakeGpt.url,
  };
});

afterEach(async () => {
  await vendor.close();
  await fakeGpt.close();
  await tree[Symbol.asyncDispose]();
});

async function run(...words: readonly string[]) {
  return runInPipe(words, { cwd: tree.root, env });
}

async function configure(configuration: object): Promise<void> {
  await writeFile(join(tree.root, 'understudy.config.json'), JSON.stringify(configuration));
}

describe('models', () => {
  it('lists the models of a vendor and does not print the key', async () => {
    const { code, stdout, stderr } = await run('models', 'openai');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^openai {2}OpenAI\n {2}the vendor listed \d+ models in /);
    expect(stdout).toMatch(/^ {2}openai\/gpt-5-mini +declared {2}live$/m);
    expect(vendor.requests.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(stdout).not.toContain('canary');
  });

  it('stays within the width of a terminal', async () => {
    for (const columns of [80, 40]) {
      const options = { cwd: tree.root, columns };
      const { exit } = startInTerminal(['models', 'fakegpt'], { ...env, CI: '1' }, options);
      const { code, screen } = await exit;
      expect(code).toBe(0);
      const lines = stripVTControlCharacters(screen).split('\r\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(screen).toContain('  fakegpt/');
      expect(screen).toContain('warning[UNDERSTUDY_DEP_FAKEGPT]');
      expect(screen).not.toContain('(node:');
    }
  });
});

describe('doctor', () => {
  it('checks configured providers and targets', async () => {
    await configure({ chains: { support: ['openai/gpt-5-mini', 'fakegpt/gpt-4'] } });
    const { code, stdout } = await run('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ ✓ node +v\d+\./);
    expect(stdout).toContain(' ✓ configuration  understudy.config.json: 1 chain, 0 aliases');
    expect(stdout).toMatch(
      / ✓ openai +\d+ models listed in .*; key from OPENAI_API_KEY; address from UNDERSTUDY_OPENAI_BASE_URL\n/,
    );
    expect(stdout).toMatch(
      / ✓ fakegpt +connected in .*, no model list; address from UNDERSTUDY_FAKEGPT_BASE_URL; deprecated since/,
    );
    expect(stdout).toMatch(/ – groq +not configured: GROQ_API_KEY is not set\n/);
    expect(stdout).toMatch(/ ✓ openai\/gpt-5-mini +listed by the vendor\n/);
    expect(stdout).not.toContain('canary');
  });

  it('exits with the code of the first failed check', async () => {
    env = { ...env, OPENAI_API_KEY: 'sk-wrong' };
    await fakeGpt.close();
    const { exit } = startInTerminal(['doctor'], env, { cwd: tree.root });
    const { code, screen } = await exit;
    const text = stripVTControlCharacters(screen);
    expect(code).toBe(69);
    expect(text).toMatch(/✗ fakegpt +connection-failed after /);
    expect(text).toMatch(/✗ openai +authentication-failed after /);
    expect(text).toContain('2 checks failed.');
    expect(screen).not.toContain('sk-wrong');
    fakeGpt = await startFakeGptEmulator();
  });

  it('continues after an invalid configuration file', async () => {
    await configure({ chain: {} });
    const { code, stdout } = await run('doctor', '--json');
    expect(code).toBe(78);
    const checks = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(checks[1]).toMatchObject({
      name: 'configuration',
      status: 'failed',
      error: { code: 'invalid-configuration', path: 'understudy.config.json: chain' },
    });
    expect(checks.find(({ name }) => name === 'openai')).toMatchObject({ status: 'ok' });
  });
});

describe('an installed provider', () => {
  beforeEach(async () => {
    await tree.write({
      'package.json': project('understudy-provider-acme', 'understudy-provider-broken', 'rival'),
      ...providerPackage(
        'node_modules/understudy-provider-acme',
        'understudy-provider-acme',
        'acme',
      ),
      'node_modules/understudy-provider-broken/package.json': manifestOf(
        'understudy-provider-broken',
        { provider: 'broken' },
      ),
      'node_modules/understudy-provider-broken/index.js': 'throw new Error("boom");',
      'node_modules/rival/package.json': manifestOf('rival', { provider: 'openai' }),
      'node_modules/rival/index.js': 'throw new Error("never imported");',
    });
    await tree.installCore('node_modules', '1.0.0');
  });

  const warnings =
    /^warning: understudy-provider-broken: expected code that can be imported, received "boom"\nwarning: rival: expected a unique provider id, received "openai", which the command includes\n\n# /;

  it('is used with its settings; broken packages print a warning', async () => {
    await configure({ settings: { acme: { greeting: 'Good day' } } });
    const { code, stdout, stderr } = await run('chat', '--model', 'acme/model', 'Hi');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Good day from /) });
    expect(stderr).toMatch(warnings);
  });

  it('is listed by providers, models and doctor', async () => {
    const [providers, models, doctor] = await Promise.all([
      run('providers'),
      run('models', 'acme'),
      run('doctor'),
    ]);
    expect(providers.stdout).toMatch(
      /\nacme {2}The acme\n[^]*\n {2}package +understudy-provider-acme 1\.2\.3\n/,
    );
    expect(models.stdout).toMatch(/^ {2}acme\/model +declared$/m);
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).toMatch(/ ! understudy-provider-broken +.* received "boom"\n/);
    expect(doctor.stdout).toMatch(/ – acme +not checked: the provider has no model list/);
    expect(doctor.stderr).not.toContain('boom');
  });
});

it('prints no colors with --no-color in any position', async () => {
  for (const words of [
    ['--no-color', 'providers'],
    ['explain', '--no-color'],
    ['doctor', '--no-color', 'x'],
  ]) {
    const { exit } = startInTerminal(words, { FORCE_COLOR: '1' }, { cwd: tree.root });
    // oxlint-disable-next-line no-control-regex
    expect((await exit).screen).not.toMatch(/\u001b\[\d+m/);
  }
});
