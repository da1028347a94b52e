import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  fingerprint,
  openAiFaultNames,
  startFakeGptEmulator,
  startOpenAiEmulator,
} from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PackageTree, project } from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

const key = 'sk-canary-4eC39HqL';
const model = 'openai/gpt-5-mini';
const fakeModel = 'fakegpt/text-davinci-002-render-sha';

let folder: PackageTree;

beforeAll(async () => {
  folder = await PackageTree.create({ 'package.json': project() });
});

afterAll(() => folder[Symbol.asyncDispose]());

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The content of the configuration file. */
  readonly configuration?: object;
}

/** Runs a command with the real providers. */
async function run(words: readonly string[], { env = {}, configuration }: RunOptions = {}) {
  const files = configuration && { 'understudy.config.json': JSON.stringify(configuration) };
  const cli = new TestCli({ createPackages, cwd: folder.root, env, ...(files && { files }) });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

describe('chat with OpenAI', () => {
  let vendor: OpenAiEmulator;

  beforeAll(async () => {
    vendor = await startOpenAiEmulator({ apiKeys: [key] });
  });

  afterAll(() => vendor.close());

  it('uses the key of the environment at the base URL of the command line', async () => {
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl, '2+3'];
    const { code, stdout, stderr } = await run(words, { env: { OPENAI_API_KEY: key } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(stderr).toMatch(/^# .*\n1 {2}openai {4}gpt-5-mini .* succeeded\n$/);
    expect(vendor.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${fingerprint(key)}`);
  });

  it('uses the key and the base URL of the configuration', async () => {
    const configuration = { settings: { openai: { apiKey: key, baseUrl: vendor.baseUrl } } };
    const { code, stdout } = await run(['chat', '--model', model, '2+3'], { configuration });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
  });

  it('uses the base URL of the environment, also for an OpenAI-compatible provider', async () => {
    const env = {
      GROQ_API_KEY: key,
      UNDERSTUDY_GROQ_BASE_URL: vendor.baseUrl,
      OPENAI_API_KEY: 'sk-another',
    };
    const words = ['chat', '--model', 'groq/openai/gpt-oss-120b', '2+3'];
    const { code, stdout } = await run(words, { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(vendor.requests.at(-1)).toMatchObject({ body: { model: 'openai/gpt-oss-120b' } });
  });

  it('falls back to FakeGpt', async () => {
    await using fakeGpt = await startFakeGptEmulator();
    vendor.setFaults(['overloaded']);
    const flags = ['--model', model, '--fallback', 'fakegpt/gpt-4', '--base-url', vendor.baseUrl];
    const env = { OPENAI_API_KEY: key, UNDERSTUDY_FAKEGPT_BASE_URL: fakeGpt.url };
    const { code, stdout, stderr } = await run(['chat', ...flags, '2+3'], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(stderr).toMatch(/\n1 {2}openai .* overloaded → fallback\n2 {2}fakegpt .* succeeded\n/);
  });

  it('needs no key at another base URL', async () => {
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl, 'Hi'];
    const { code, stderr } = await run(words);
    expect(code).toBe(77);
    expect(stderr).toContain('error[authentication-failed]: openai: ');
  });

  it('does not print a key that the vendor echoes', async () => {
    vendor.setFaults([{ kind: 'key-echo', times: 2 }]);
    const words = ['chat', '--model', model, '--base-url', vendor.baseUrl];
    for (const more of [['Hi'], ['--json', 'Hi']]) {
      const env = { OPENAI_API_KEY: key };
      const { code, stdout, stderr } = await run([...words, ...more], { env });
      expect(code).toBe(77);
      expect(stdout + stderr).not.toContain('canary');
    }
  });
});

describe('an error message about a key or a base URL', () => {
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
  ])('names the missing key before any request: %j', async (words, message) => {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.startsWith(`error[invalid-configuration]: ${message}`)).toBe(true);
    expect(stderr).toContain(
      'received nothing; set it, or set the base URL to a server that needs no key',
    );
    // The message says what to do, and no hint repeats it.
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it.each([
    ['OPENAI_API_KEY', `"${key}"`, 'OPENAI_API_KEY: expected visible ASCII characters'],
    ['UNDERSTUDY_OPENAI_BASE_URL', 'ftp://x', 'UNDERSTUDY_OPENAI_BASE_URL: expected a URL'],
  ])('names the invalid variable %s', async (name, value, message) => {
    const { code, stderr } = await run(['chat', '--model', model, 'Hi'], {
      env: { [name]: value },
    });
    expect(code).toBe(78);
    expect(stderr.startsWith(`error[invalid-configuration]: ${message}`)).toBe(true);
    expect(stderr).not.toContain(key);
  });

  it('names the setting of the file, or the flag', async () => {
    const configuration = { settings: { openai: { apiKey: `${key} ` } } };
    const setting = await run(['chat', '--model', model, 'Hi'], { configuration });
    expect(setting.stderr).toMatch(
      /^error\[invalid-configuration\]: understudy\.config\.json: settings\.openai\.apiKey: expected/,
    );
    const flag = await run(['chat', '--model', model, '--base-url', 'x', 'Hi']);
    expect(flag.stderr).toMatch(/^error\[invalid-configuration\]: --base-url: expected a URL/);
    expect(setting.stderr + flag.stderr).not.toContain(key);
  });

  it('explains how to set the base URL', async () => {
    const { code, stderr } = await run(['chat', '--model', fakeModel, 'Hi']);
    expect(code).toBe(78);
    expect(stderr).toMatch(
      /^error\[invalid-configuration\]: --base-url: .* received nothing\n {2}Set the base URL/,
    );
  });

  it('contains no credentials of a base URL', async () => {
    for (const baseUrl of ['http://ann:s3cret@127.0.0.1:1', 'http://ann:s3cret@127.0.0.1:x']) {
      const words = ['chat', '--model', fakeModel, '--base-url', baseUrl];
      const text = await run([...words, 'Hi']);
      const json = await run([...words, '--json', 'Hi']);
      expect(text.code).not.toBe(0);
      expect(JSON.stringify([text, json])).not.toContain('s3cret');
    }
  });
});

describe('an error message of FakeGpt', () => {
  const hint = String.raw`\n {2}[A-Z].*\.\n`;

  it('reports a server that is not reachable', async () => {
    const { url, close } = await startFakeGptEmulator();
    await close();
    const { code, stdout, stderr } = await run([
      'chat',
      '--model',
      fakeModel,
      '--base-url',
      url,
      'Hi',
    ]);
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(new RegExp(`error\\[connection-failed\\]: fakegpt: .*${hint}$`));
    expect(stderr).toMatch(
      /^# {2}provider.*\n(.* connection-failed → retry.*\n)+.* connection-failed\n\n/,
    );
  });

  it('reports a server that responds with HTML', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<h1>It works!</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run([
      'chat',
      '--model',
      fakeModel,
      '--base-url',
      `http://127.0.0.1:${port}`,
      'Hi',
    ]);
    expect(code).toBe(76);
    expect(stderr).toMatch(new RegExp(`error\\[malformed-response\\]: fakegpt: .*${hint}$`));
    expect(stderr).not.toContain('It works');
    server.close();
  });

  it('suggests a similar model', async () => {
    const words = ['chat', '--base-url', 'http://127.0.0.1:1', '--model', 'fakegpt/gtp-4', 'Hi'];
    const { code, stderr } = await run(words);
    expect(code).toBe(78);
    expect(stderr).toMatch(/^error\[model-not-found\]: .* did you mean "fakegpt\/gpt-4"/);
    expect(stderr).toContain('\n  Run "understudy models" for the available names.\n');
  });

  it('reports a truncated response after the received text', async () => {
    await using emulator = await startFakeGptEmulator({ faults: ['truncated-stream'] });
    const { code, stdout, stderr } = await run([
      'chat',
      '--model',
      fakeModel,
      '--base-url',
      emulator.url,
      'Hello',
    ]);
    expect(code).toBe(76);
    expect(stdout).toMatch(/^Hello!.*\n$/);
    expect(stderr).toContain('error[stream-truncated]');
  });
});

describe('an error message about the configuration', () => {
  it.each([
    [{ chains: { 'a/b': ['fakegpt/gpt-4'] } }, 'chains.a/b: expected a chain name'],
    [{ settings: { fakegpt: { baseUrl: 'ftp://x' } } }, 'settings.fakegpt.baseUrl: expected a URL'],
    [
      { settings: { fakegtp: { baseUrl: 'http://x' } } },
      'settings.fakegtp: expected the id of a registered provider, received "fakegtp", which no import has registered; did you mean "fakegpt"?',
    ],
    [
      { settings: { fakegpt: { baseURL: 'http://x' } } },
      'settings.fakegpt.baseURL: expected one of baseUrl, id, proxy, userAgent, sessions, received "baseURL"; did you mean "baseUrl"?',
    ],
  ])('contains the path in the file: %j', async (configuration, message) => {
    const { code, stdout, stderr } = await run(['chat', '--model', fakeModel, 'Hi'], {
      configuration,
    });
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    const start = `error[invalid-configuration]: understudy.config.json: ${message}`;
    expect(stderr.startsWith(start)).toBe(true);
    // If the message says what to do, no hint repeats it.
    expect(stderr.split('\n')).toHaveLength(/; (?:did|set|use) /.test(message) ? 2 : 3);
  });
});

describe('a chat without --model', () => {
  const rules = [{ when: 'Hi', response: 'Teal.' }];

  it('uses the first provider with a key, and names it', async () => {
    await using emulator = await startOpenAiEmulator({ rules });
    const env = { OPENAI_API_KEY: 'any', GROQ_API_KEY: 'any', OPENAI_BASE_URL: emulator.baseUrl };
    const { code, stdout, stderr } = await run(['chat', 'Hi'], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Teal.\n' });
    expect(stderr).toMatch(/^Using openai\/[\w.-]+\.\n/);
    const json = await run(['chat', '--json', 'Hi'], { env });
    expect(json).toMatchObject({ code: 0, stderr: '' });
  });

  it('never uses a deprecated provider', async () => {
    await using emulator = await startFakeGptEmulator({ rules });
    const env = { UNDERSTUDY_FAKEGPT_BASE_URL: emulator.url };
    const { code, stderr } = await run(['chat', 'Hi'], { env });
    expect(code).toBe(78);
    expect(stderr).toBe(
      'error[invalid-configuration]: --model: expected a model, or an API key in the environment, such as OPENAI_API_KEY, received nothing; run "understudy providers" for the variables of all providers\n',
    );
  });

  it('uses the address of OPENAI_BASE_URL after that of UNDERSTUDY_OPENAI_BASE_URL', async () => {
    await using emulator = await startOpenAiEmulator({ rules });
    const env = {
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      UNDERSTUDY_OPENAI_BASE_URL: emulator.baseUrl,
    };
    expect((await run(['chat', 'Hi'], { env })).stdout).toBe('Teal.\n');
    const { stdout } = await run(['doctor'], { env });
    expect(stdout).toContain(
      '; key from OPENAI_API_KEY; address from UNDERSTUDY_OPENAI_BASE_URL\n',
    );
  });
});

describe('emulate --list-faults', () => {
  it('prints the names of all faults', async () => {
    const { code, stdout } = await run(['emulate', 'openai', '--list-faults']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(openAiFaultNames);
  });
});

describe('OpenAI', () => {
  it('is explained without a key', async () => {
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
