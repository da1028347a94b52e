import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fingerprint, startFakeGptEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, OpenAiEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runInPipe } from './start-command.ts';

const key = 'sk-canary-4eC39HqL';
const model = 'openai/gpt-5-mini';

let folder: string;
let vendor: OpenAiEmulator;
let fakeGpt: FakeGptEmulator;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-'));
  vendor = await startOpenAiEmulator({ apiKeys: [key] });
  fakeGpt = await startFakeGptEmulator();
});

afterEach(async () => {
  await vendor.close();
  await fakeGpt.close();
  await rm(folder, { recursive: true });
});

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: object;
}

async function run(words: readonly string[], { env = {}, settings }: RunOptions = {}) {
  if (settings)
    await writeFile(join(folder, 'understudy.config.json'), JSON.stringify({ settings }));
  return runInPipe(words, { cwd: folder, env });
}

describe('OpenAI', () => {
  it('gets the key of the environment at the base URL of the command line', async () => {
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl, '2+3'];
    const { code, stdout, stderr } = await run(words, { env: { OPENAI_API_KEY: key } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(stderr).toMatch(/^# .*\n1 {2}openai {4}gpt-5-mini .* succeeded\n$/);
    expect(vendor.requests[0]?.headers['authorization']).toBe(`Bearer ${fingerprint(key)}`);
  });

  it('gets the key and the base URL of the configuration', async () => {
    const settings = { openai: { apiKey: key, baseUrl: vendor.baseUrl } };
    const { code, stdout } = await run(['chat', '--model', model, '2+3'], { settings });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
  });

  it('gets the base URL of the environment, also for an OpenAI-compatible provider', async () => {
    const env = {
      GROQ_API_KEY: key,
      UNDERSTUDY_GROQ_BASE_URL: vendor.baseUrl,
      OPENAI_API_KEY: 'sk-another',
    };
    const { code, stdout } = await run(['chat', '--model', 'groq/openai/gpt-oss-120b', '2+3'], {
      env,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(vendor.requests[0]).toMatchObject({ body: { model: 'openai/gpt-oss-120b' } });
  });

  it('falls back to FakeGpt', async () => {
    vendor.setFaults(['overloaded']);
    const fallback = 'fakegpt/gpt-4';
    const words = ['chat', '--model', model, '--fallback', fallback, '--base-url', vendor.baseUrl];
    const env = { OPENAI_API_KEY: key, UNDERSTUDY_FAKEGPT_BASE_URL: fakeGpt.url };
    const { code, stdout, stderr } = await run([...words, '2+3'], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(stderr).toMatch(/\n1 {2}openai .* overloaded → fallback\n2 {2}fakegpt .* succeeded\n/);
  });

  it('is explained without a key and without a request', async () => {
    const { code, stdout, stderr } = await run(['explain', model]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^openai\/gpt-5-mini {2}1 target/);
  });

  it('is listed with its settings, like OpenAI-compatible providers', async () => {
    const { code, stdout } = await run(['providers']);
    expect(code).toBe(0);
    expect(stdout).toContain('openai  OpenAI\n');
    expect(stdout).toMatch(
      / {2}credentials {3}OPENAI_API_KEY \(not set\)\n {2}settings .*apiKey \(required\)/,
    );
    for (const id of ['fakegpt', 'openrouter', 'groq', 'ollama', 'vllm']) {
      expect(stdout).toMatch(new RegExp(`^${id}  `, 'm'));
    }
  });
});

describe('an error message without the key', () => {
  it.each([
    [['chat', '--model', model, 'Hi'], 'OPENAI_API_KEY: expected the API key of OpenAI'],
    [
      ['chat', '--model', 'openrouter/x', 'Hi'],
      'OPENROUTER_API_KEY: expected the API key of OpenRouter',
    ],
    [
      ['chat', '--base-url', 'http://127.0.0.1:1', '--fallback', `fakegpt/gpt-4,${model}`, 'Hi'],
      'OPENAI_API_KEY: expected the API key of OpenAI',
    ],
  ])('names the missing key before any request: %j', async (words, sentence) => {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.startsWith(`error[invalid-configuration]: ${sentence}`)).toBe(true);
    expect(stderr).toContain(
      'received nothing; set it, or set --base-url to a server that needs no key',
    );
    expect(stderr.split('\n')).toHaveLength(3);
  });

  it('is not required with another base URL', async () => {
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl, 'Hi'];
    const { code, stderr } = await run(words);
    expect(code).toBe(77);
    expect(stderr).toContain('error[authentication-failed]: openai: ');
  });

  it.each([
    ['OPENAI_API_KEY', `${key}\n`, 'OPENAI_API_KEY: expected visible ASCII characters'],
    ['UNDERSTUDY_OPENAI_BASE_URL', 'ftp://x', 'UNDERSTUDY_OPENAI_BASE_URL: expected an address'],
  ])('names the invalid variable %s', async (name, value, sentence) => {
    const { code, stderr } = await run(['chat', '--model', model, 'Hi'], {
      env: { [name]: value },
    });
    expect(code).toBe(78);
    expect(stderr.startsWith(`error[invalid-configuration]: ${sentence}`)).toBe(true);
    expect(stderr).not.toContain(key);
  });

  it('names the setting of the file, or the flag', async () => {
    const settings = { openai: { apiKey: `${key} ` } };
    const invalid = await run(['chat', '--model', model, 'Hi'], { settings });
    expect(invalid.stderr).toMatch(
      /^error\[invalid-configuration\]: understudy\.config\.json: settings\.openai\.apiKey: expected/,
    );
    const words = ['chat', '--model', model, '--base-url', 'x', 'Hi'];
    const { stderr } = await run(words, { settings: {} });
    expect(stderr).toMatch(/^error\[invalid-configuration\]: --base-url: expected an address/);
    expect(invalid.stderr + stderr).not.toContain(key);
  });

  it('contains no key that the vendor echoes', async () => {
    vendor.setFaults([{ kind: 'key-echo', times: 2 }]);
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl];
    for (const more of [['Hi'], ['--json', 'Hi']]) {
      const { code, stdout, stderr } = await run([...words, ...more], {
        env: { OPENAI_API_KEY: key },
      });
      expect(code).toBe(77);
      expect(stdout + stderr).not.toContain('canary');
    }
  });
});
