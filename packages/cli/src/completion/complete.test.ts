import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  PackageTree,
  manifestOf,
  project,
  providerPackage,
} from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

// The library prints with console.log.
const log = vi.spyOn(console, 'log').mockReturnValue();

beforeEach(() => void log.mockClear());

async function run(words: readonly string[], options: TestCliOptions = {}) {
  const cli = new TestCli({ createPackages, ...options });
  const code = await cli.run(...words);
  const printed = log.mock.calls.map(([line]) => `${line}\n`).join('');
  return { code, stdout: cli.stdout.text + printed, stderr: cli.stderr.text };
}

/** Returns the candidates for the last word. */
async function complete(words: readonly string[], options?: TestCliOptions) {
  const { code, stdout, stderr } = await run(['complete', '--', ...words], options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t')[0]);
}

describe('completion', () => {
  it.each([
    ['bash', 'complete -o default -F __understudy_complete understudy'],
    ['zsh', '#compdef understudy'],
    ['fish', 'complete -c understudy'],
    ['powershell', "Register-ArgumentCompleter -CommandName 'understudy'"],
  ])('prints a script for %s', async (shell, line) => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(line);
  });

  it('rejects an unknown shell', async () => {
    const { code, stderr } = await run(['completion', 'tcsh']);
    expect(code).toBe(64);
    expect(stderr).toContain("'tcsh' is invalid for argument 'shell'. Allowed choices are bash,");
  });
});

describe('complete', () => {
  it('knows chains and aliases of the configuration file', async () => {
    const configuration = {
      chains: { support: ['fakegpt/gpt-4'] },
      aliases: { 'super-fast': 'fakegpt/gpt-4' },
    };
    const files = { 'understudy.config.json': JSON.stringify(configuration) };
    expect(await complete(['chat', '--model', 'sup'], { files })).toEqual([
      'support',
      'super-fast',
    ]);
    log.mockClear();
    expect(await complete(['explain', 'sup'], { files })).toEqual(['support', 'super-fast']);
    log.mockClear();
    expect(await complete(['explain', 'fakegpt/gpt-4-m'], { files: {} })).not.toEqual([]);
    log.mockClear();
    const broken = { 'understudy.config.json': '{' };
    expect(await complete(['explain', 'fakegpt/gpt-4-m'], { files: broken })).not.toEqual([]);
  });

  it('knows the faults of an emulator', async () => {
    expect(await complete(['emulate', 'ollama', '--fault', 'html'])).toEqual(['html-page']);
  });

  it.each([
    [['do'], ['doctor']],
    [['comp'], ['completion']],
    [['ser'], ['serve']],
    [['serve', '--ch'], ['--check']],
    [['keys', ''], ['create']],
    [['keys', 'cr'], ['create']],
    [
      ['keys', 'create', '--'],
      ['--json', '--help'],
    ],
    [['chat', '--mod'], ['--model']],
    [['chat', '--model', 'fakegpt/gpt-4-m'], ['fakegpt/gpt-4-mobile']],
    [
      ['models', 'open'],
      ['openai', 'openrouter'],
    ],
    [['emulate', 'f'], ['fakegpt']],
  ])('completes %j with %j', async (words, candidates) => {
    expect(await complete(words)).toEqual(candidates);
  });

  it.each([
    { words: ['mo'], searches: 0 },
    { words: ['models'], searches: 0 },
    { words: ['models', '--js'], searches: 0 },
    { words: ['chat', '--model', ''], searches: 0 },
    { words: ['chat', 'models', ''], searches: 0 },
    { words: ['models', ''], searches: 1 },
    { words: ['--no-color', 'models', '--json', 'f'], searches: 1 },
  ])('searches installed providers $searches times at $words', async ({ words, searches }) => {
    const cli = new TestCli();
    const cwd = vi.spyOn(cli, 'cwd');
    expect(await cli.run('complete', '--', ...words)).toBe(0);
    expect(cwd).toHaveBeenCalledTimes(searches);
  });
});

describe('an installed provider', () => {
  let tree: PackageTree;

  beforeEach(async () => {
    const broken = 'node_modules/understudy-provider-broken';
    tree = await PackageTree.create({
      'package.json': project('understudy-provider-acme', 'understudy-provider-broken', 'rival'),
      ...providerPackage(
        'node_modules/understudy-provider-acme',
        'understudy-provider-acme',
        'acme',
      ),
      [`${broken}/package.json`]: manifestOf('understudy-provider-broken', { provider: 'broken' }),
      [`${broken}/index.js`]: 'throw new Error("boom");',
      'node_modules/rival/package.json': manifestOf('rival', { provider: 'openai' }),
      'node_modules/rival/index.js': 'throw new Error("never imported");',
    });
  });

  afterEach(() => tree[Symbol.asyncDispose]());

  it.each([
    ['ac', ['acme']],
    ['bro', ['broken']],
    // An installed package with this id is ignored, because the command includes it.
    ['opena', ['openai']],
  ])('is a candidate after %j, without running its code', async (word, candidates) => {
    expect(await complete(['models', word], { cwd: tree.root })).toEqual(candidates);
  });

  it('is no candidate if its package is broken', async () => {
    await tree.write({ 'node_modules/understudy-provider-broken/package.json': '{' });
    expect(await complete(['models', 'bro'], { cwd: tree.root })).toEqual([]);
    log.mockClear();
    expect(await complete(['models', 'ac'], { cwd: tree.root })).toEqual(['acme']);
  });
});
