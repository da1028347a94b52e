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
let site: FakeGptEmulator;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  tree = await PackageTree.create({ 'package.json': project() });
  vendor = await startOpenAiEmulator({ apiKeys: [key] });
  site = await startFakeGptEmulator();
  env = {
    OPENAI_API_KEY: key,
    UNDERSTUDY_OPENAI_BASE_URL: vendor.baseUrl,
    UNDERSTUDY_FAKEGPT_BASE_URL: site.url,
  };
});

afterEach(async () => {
  await vendor.close();
  await site.close();
  await tree[Symbol.asyncDispose]();
});

async function run(...words: readonly string[]) {
  return runInPipe(words, { cwd: tree.root, env });
}

/** What Tab offers after these words. */
async function offers(...words: readonly string[]): Promise<readonly (string | undefined)[]> {
  const { code, stdout, stderr } = await run('complete', '--', ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t')[0]);
}

async function configure(configuration: object): Promise<void> {
  await writeFile(join(tree.root, 'understudy.config.json'), JSON.stringify(configuration));
}

describe('models', () => {
  it('lists those of a vendor that is asked with the key, and tells no key', async () => {
    const { code, stdout, stderr } = await run('models', 'openai');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^openai {2}OpenAI\n {2}the vendor lists \d+ models, told in /);
    expect(stdout).toMatch(/^ {2}openai\/gpt-5-mini +declared {2}live$/m);
    expect(vendor.requests.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(stdout).not.toContain('canary');
  });

  it('keeps to the width of a terminal', async () => {
    for (const columns of [80, 40]) {
      const options = { cwd: tree.root, columns };
      const { ending } = startInTerminal(['models', 'fakegpt'], { ...env, CI: '1' }, options);
      const { code, screen } = await ending;
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
  it('asks all that is set up: keys, addresses, targets', async () => {
    await configure({ chains: { support: ['openai/gpt-5-mini', 'fakegpt/gpt-4'] } });
    const { code, stdout } = await run('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ ✓ node +v\d+\./);
    expect(stdout).toContain(' ✓ configuration  understudy.config.json: 1 chain, 0 aliases');
    expect(stdout).toMatch(/ ✓ openai +\d+ models listed in .*; key from OPENAI_API_KEY\n/);
    expect(stdout).toMatch(/ ✓ fakegpt +connected in .*; it lists no models, .*; deprecated since/);
    expect(stdout).toMatch(/ – groq +not set up: GROQ_API_KEY is not set\n/);
    expect(stdout).toMatch(/ ✓ openai\/gpt-5-mini +listed by the vendor\n/);
    expect(stdout).not.toContain('canary');
  });

  it('ends with the exit code of the table, and the hint', async () => {
    env = { ...env, OPENAI_API_KEY: 'sk-wrong' };
    await site.close();
    const { ending } = startInTerminal(['doctor'], env, { cwd: tree.root });
    const { code, screen } = await ending;
    const shown = stripVTControlCharacters(screen);
    expect(code).toBe(69);
    expect(shown).toMatch(/✗ fakegpt +connection-failed after /);
    expect(shown).toMatch(/✗ openai +authentication-failed after /);
    expect(shown).toContain('2 checks failed.');
    expect(screen).not.toContain('sk-wrong');
    site = await startFakeGptEmulator();
  });

  it('is not stopped by a file that can’t be read as one', async () => {
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
    /^warning: understudy-provider-broken: expected code that can be imported, received "boom"\nwarning: rival: expected an id of its own, received "openai", which this command brings itself\n\n# /;

  it('is asked by name, with its settings from the file; broken ones are told in a line', async () => {
    await configure({ settings: { acme: { greeting: 'Good day' } } });
    const { code, stdout, stderr } = await run('chat', '--model', 'acme/model', 'Hi');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Good day from /) });
    expect(stderr).toMatch(warnings);
  });

  it('is among the providers, the models and the checks', async () => {
    const providers = await run('providers');
    expect(providers.stdout).toMatch(
      /\nacme {2}The acme\n[^]*\n {2}package +understudy-provider-acme 1\.2\.3\n/,
    );
    const models = await run('models', 'acme');
    expect(models.stdout).toMatch(/^ {2}acme\/model +declared$/m);
    const doctor = await run('doctor');
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).toMatch(/ ! understudy-provider-broken +.* received "boom"\n/);
    expect(doctor.stdout).toMatch(/ – acme +not tried: it lists no models/);
    expect(doctor.stderr).not.toContain('boom');
  });

  it.each([
    ['ac', ['acme']],
    ['bro', ['broken']],
    // which the command brings itself, whoever else calls itself so
    ['opena', ['openai']],
  ])('is offered at Tab after %j, and none of its code is run', async (word, offered) => {
    expect(await offers('models', word)).toEqual(offered);
  });

  it('is not offered at Tab where its package is broken, which is not told there', async () => {
    await tree.write({ 'node_modules/understudy-provider-broken/package.json': '{' });
    expect(await offers('models', 'bro')).toEqual([]);
    expect(await offers('models', 'ac')).toEqual(['acme']);
  });
});

describe('completion', () => {
  it.each([
    ['bash', 'complete -o default -F __understudy_complete understudy'],
    ['zsh', '#compdef understudy'],
    ['fish', 'complete -c understudy'],
    ['powershell', "Register-ArgumentCompleter -CommandName 'understudy'"],
  ])('prints a script for %s', async (shell, line) => {
    const { code, stdout, stderr } = await run('completion', shell);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(line);
  });

  it.each([
    [['do'], ['doctor']],
    [['comp'], ['completion']],
    [['chat', '--mod'], ['--model']],
    [['chat', '--model', 'fakegpt/gpt-4-m'], ['fakegpt/gpt-4-mobile']],
    [
      ['models', 'open'],
      ['openai', 'openrouter'],
    ],
    [['emulate', 'f'], ['fakegpt']],
  ])('after %j offers %j', async (words, offered) => {
    expect(await offers(...words)).toEqual(offered);
  });

  it('refuses a shell that it does not know', async () => {
    const { code, stderr } = await run('completion', 'tcsh');
    expect(code).toBe(64);
    expect(stderr).toContain("'tcsh' is invalid for argument 'shell'. Allowed choices are bash,");
  });
});

it('has no colours with --no-color, wherever that stands', async () => {
  for (const words of [
    ['--no-color', 'providers'],
    ['demo', '2+2', '--no-color'],
    ['doctor', '--no-color', 'x'],
  ]) {
    const { ending } = startInTerminal(words, { FORCE_COLOR: '1' }, { cwd: tree.root });
    // oxlint-disable-next-line no-control-regex
    expect((await ending).screen).not.toMatch(/\u001b\[\d+m/);
  }
});
