import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runInPipe, startInTerminal } from './start-command.ts';

let folder: string;
let emulator: FakeGptEmulator;

const primary = 'fakegpt/gpt-4';
const backup = 'fakegpt/gpt-4-mobile';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-'));
  // Fails the first chat of any model.
  emulator = await startFakeGptEmulator({ faults: ['server-error'] });
});

afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

async function configure(content: unknown, name = 'understudy.config.json'): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(folder, name), text);
}

const supportChain = () => ({
  $schema: 'https://example.com/understudy.json',
  settings: { fakegpt: { baseUrl: emulator.url } },
  chains: { support: { targets: [primary, backup], deadlineMs: 20_000 } },
});

describe('a chain of the configuration', () => {
  it('falls back to the second target', async () => {
    await configure(supportChain());
    const words = ['chat', '--model', 'support', '2+3'];
    const { code, stdout, stderr } = await runInPipe(words, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(stderr).toMatch(
      /^# .*\n1 {2}fakegpt {3}gpt-4 .* server-error → fallback\n2 {2}fakegpt {3}gpt-4-mobile .* succeeded\n\nwarning/,
    );
  });

  it('prints the next step in the events', async () => {
    await configure(supportChain(), 'my.json');
    const words = ['chat', '--json', '--config', 'my.json', '--model', 'support', '2+3'];
    const { code, stdout } = await runInPipe(words, { cwd: folder });
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'attempt-start', provider: 'fakegpt' });
    const text = events.filter(({ type }) => type === 'text-delta').map((event) => event.text);
    expect(text.join('')).toBe('2+3 = 5');
    expect(events.filter(({ type }) => type === 'attempt-end')).toMatchObject([
      { attemptNumber: 1, outcome: 'failed', next: 'fallback', delayMs: 0 },
      { attemptNumber: 2, outcome: 'succeeded' },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end' });
  });

  it('is explained without a request', async () => {
    await configure(supportChain());
    const { code, stdout, stderr } = await runInPipe(['explain', 'support'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^support {2}2 targets\n\n1 {2}fakegpt\/gpt-4 {2}deprecated\n2 {2}fakegpt\/gpt-4-mobile {2}deprecated\n\npolicy\n {3}attempts {4}at most 3\n {3}deadline {4}20 s, /,
    );
    const { exit } = startInTerminal(['explain', 'support'], {}, { cwd: folder });
    const { screen } = await exit;
    const lines = stripVTControlCharacters(screen).split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(emulator.requests).toEqual([]);
  });
});

describe('a chain of the command line', () => {
  const flags = ['--model', primary, '--fallback', backup];

  it('prints a timeline with colors within 80 columns on a terminal', async () => {
    const words = [
      'chat',
      '--model',
      'fakegpt/text-davinci-002-render-sha',
      '--base-url',
      emulator.url,
      ...flags,
      '2+3',
    ];
    const { code, screen } = await startInTerminal(words, {}, { cwd: folder }).exit;
    expect(code).toBe(0);
    expect(screen).toContain('\u001b[31mserver-error\u001b[39m');
    const lines = stripVTControlCharacters(screen.split('\u001b[?25h')[1] ?? '').split('\r\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/^1 {2}fakegpt\/gpt-4 +─*× .* server-error → fallback$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^2 {2}fakegpt\/gpt-4-mobile +─*━+ +\d.* succeeded$/),
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prints the error of every target if all fail', async () => {
    emulator.setFaults([{ kind: 'server-error', times: 'always' }]);
    const words = [
      'chat',
      '--model',
      'fakegpt/text-davinci-002-render-sha',
      '--base-url',
      emulator.url,
      ...flags,
      '2+3',
    ];
    const { code, stdout, stderr } = await runInPipe(words, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(/\n3 {2}fakegpt .* server-error\n/);
    expect(stderr).toContain('error[all-targets-failed]: all targets failed:\n  1. fakegpt/gpt-4:');
  });
});

describe('an invalid configuration', () => {
  it('exits with 78 and one message', async () => {
    await configure('{ "chains": { "support": [ }');
    const { code, stdout, stderr } = await runInPipe(
      ['chat', '--model', 'fakegpt/text-davinci-002-render-sha', 'Hi'],
      { cwd: folder },
    );
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(
      /^error\[invalid-configuration\]: understudy\.config\.json: expected JSON, received a syntax error/,
    );
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('exits with 78 if the named file does not exist or is a folder', async () => {
    for (const config of ['missing.json', '.']) {
      const words = ['explain', '--config', config];
      const { code, stderr } = await runInPipe(words, { cwd: folder });
      expect(code).toBe(78);
      expect(stderr).toMatch(/^error\[invalid-configuration\]: .*expected a (readable )?file/);
    }
  });
});
