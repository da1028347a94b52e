import { startOpenAiEmulator } from '@understudy/emulator';
import { hashKey } from '@understudy/gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PackageTree, project } from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

let folder: PackageTree;

beforeAll(async () => {
  folder = await PackageTree.create({ 'package.json': project() });
});

afterAll(() => folder[Symbol.asyncDispose]());

const file = 'understudy.config.json';
const key = 'sk-canary-0123456789';
const entry = { name: 'web', hash: hashKey('us-web') };

async function run(words: readonly string[], config: unknown, options: TestCliOptions = {}) {
  const files = { [file]: typeof config === 'string' ? config : JSON.stringify(config) };
  const cli = new TestCli({ createPackages, cwd: folder.root, files, ...options });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

const chains = { support: ['openai/gpt-5-mini'] };
const withKey = { settings: { openai: { apiKey: { env: 'VENDOR_KEY' } } }, chains };

describe('understudy serve --check', () => {
  it.each([
    [
      { ...withKey, aliases: { cheap: 'support' } },
      '127.0.0.1:4100, 2 chains and aliases, 0 keys.',
    ],
    [
      { gateway: { listen: '0.0.0.0:80', keys: [entry] } },
      '0.0.0.0:80, 0 chains and aliases, 1 key.',
    ],
  ])('accepts %j', async (config, summary) => {
    const env = { VENDOR_KEY: key };
    const { code, stdout, stderr } = await run(['serve', '--check'], config, { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`The configuration is valid: address ${summary}`);
  });

  it('reports that there is no file', async () => {
    const cli = new TestCli({ createPackages, cwd: folder.root });
    const code = await cli.run('serve', '--check');
    expect({ code, stdout: cli.stdout.text }).toEqual({
      code: 0,
      stdout: `There is no ${file}. The defaults are valid: address 127.0.0.1:4100, 0 chains and aliases, 0 keys.\n`,
    });
  });

  it('wraps the result to the width of a terminal', async () => {
    const cli = new TestCli({ createPackages, cwd: folder.root, terminal: true });
    expect(await cli.run('serve', '--check')).toBe(0);
    const widths = cli.stdout.text.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThan(81);
  });

  it('accepts an IPv6 address in brackets', async () => {
    expect((await run(['serve', '--check', '--host', '[::1]'], {})).stdout).toContain(
      '[::1]:4100,',
    );
    expect((await run(['serve', '--check', '--host', '::1'], {})).stdout).toContain('[::1]:4100,');
  });

  it('applies the flags', async () => {
    const words = ['serve', '--check', '--host', '0.0.0.0', '--port', '1', '--insecure'];
    expect((await run(words, {})).stdout).toContain('address 0.0.0.0:1,');
    const { code, stderr } = await run(words.slice(0, -1), {});
    expect(code).toBe(78);
    expect(stderr).toContain('--host: expected a loopback address, because gateway.keys is empty');
    expect(stderr.replaceAll(/\n */g, ' ')).toContain(
      'add an entry that "understudy keys create" returns',
    );
  });

  it.each([
    // The address of the vendor requires a key.
    ['http://127.0.0.1:4100', 78, 'ANTHROPIC_API_KEY: expected the API key'],
    ['http://localhost:4100/v1', 78, 'ANTHROPIC_API_KEY: expected the API key'],
    ['http://127.0.0.1:4000', 0, ''],
    ['https://proxy.test', 0, ''],
  ])('ignores the address of a client if it is its own: %s', async (url, code, message) => {
    const config = { chains: { support: ['anthropic/claude-sonnet-5'] } };
    const env = { ANTHROPIC_BASE_URL: url };
    const result = await run(['serve', '--check'], config, { env });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });

  it.each([
    ['{ "gateway": ', `${file}: expected JSON, received an incomplete document`],
    [{ gateway: { port: 1 } }, `${file}: gateway.port: expected one of listen,`],
    [
      { gateway: { keys: [{ name: 'web', hash: 'us-canary' }] } },
      `${file}: gateway.keys[0].hash: expected "sha256:" and 64 hexadecimal digits, which "understudy keys create" returns, received a string`,
    ],
    [
      { gateway: { listen: '127.0.0.1:4100', admin: 'localhost:4100' } },
      `${file}: gateway.admin: expected another port than that of the API (127.0.0.1:4100), received "localhost:4100"`,
    ],
    [{ gateway: [] }, `${file}: gateway: expected an object, received an empty list`],
    [{ gateways: {} }, `${file}: gateways: expected one of`],
    [
      { gateway: { port: 4200 } },
      'received "port"; write host and port in "listen", as in "127.0.0.1:4100"',
    ],
    [
      { gateway: { host: '0.0.0.0' } },
      'received "host"; write host and port in "listen", as in "127.0.0.1:4100"',
    ],
    [{ listen: '127.0.0.1:4100' }, `received "listen"; write it in "gateway"`],
    [{ keys: [] }, `received "keys"; write it in "gateway"`],
    [{ retries: 3 }, `received "retries"; write "retry": { "maxRetries": … }`],
    [{ apiKey: key }, `received "apiKey"; write it in "settings", below the id of its provider`],
    [{ chains: { a: ['nobody/x'] } }, `${file}: chains.a[0]: expected`],
    [{ chains }, 'OPENAI_API_KEY: expected the API key of OpenAI in the environment'],
    [
      { aliases: { cheap: 'openai/gpt-5-mini' } },
      'OPENAI_API_KEY: expected the API key of OpenAI in the environment',
    ],
    [
      { gateway: { models: ['supprt'] }, chains: { support: ['ollama/any'] } },
      `${file}: gateway.models[0]: expected a chain, an alias or provider/model, received "supprt"; did you mean "support"?`,
    ],
    [
      { gateway: { keys: [{ ...entry, models: ['ollama/any', 'opnai/gpt-5-mini'] }] } },
      `${file}: gateway.keys[0].models[1]: expected a chain, an alias or provider/model, received "opnai/gpt-5-mini"`,
    ],
    [
      { gateway: { listedProviders: ['opnai'] } },
      `${file}: gateway.listedProviders[0]: expected the id of a provider, received "opnai"; did you mean "openai"?`,
    ],
    [
      { settings: { ollama: { baseURL: 'http://127.0.0.1:11434' } } },
      `${file}: settings.ollama.baseURL: expected one of`,
    ],
    [
      withKey,
      `${file}: settings.openai.apiKey: expected the variable VENDOR_KEY, received none; set it in the environment of the process`,
    ],
    [
      { settings: { openai: { apiKey: { env: '$VENDOR_KEY' } } } },
      `${file}: settings.openai.apiKey: expected the variable $VENDOR_KEY, received none; write the name without "$"`,
    ],
    [
      { settings: { openai: { apiKey: key } } },
      `${file}: settings.openai.apiKey: expected { "env": "NAME" } or { "file": "path" }, received a plain text`,
    ],
    [
      { settings: { openai: { apiKey: { file: '/run/none' } } } },
      `${file}: settings.openai.apiKey: expected a readable file at "/run/none", received ENOENT`,
    ],
  ])('rejects %j', async (config, message) => {
    const { code, stdout, stderr } = await run(['serve', '--check'], config);
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.replaceAll(/\n */g, ' ')).toContain(message);
    expect(stderr).not.toContain('canary');
  });
});

describe('a missing base URL', () => {
  it.each([
    ['serve', '--check'],
    ['models', 'fakegpt'],
    ['explain', 'a'],
  ])(
    'is explained by the setting and the variable, without a flag that does not apply: %s',
    async (...words) => {
      const { code, stderr } = await run(words, { chains: { a: ['fakegpt/gpt-4'] } });
      expect(code).toBe(78);
      expect(stderr.replaceAll(/\n */g, ' ')).toMatch(
        /^error\[invalid-configuration\]: settings\.fakegpt\.baseUrl: .*, received nothing Set settings\.fakegpt\.baseUrl in understudy\.config\.json, or the environment variable UNDERSTUDY_FAKEGPT_BASE_URL\. $/,
      );
    },
  );

  it('is explained by the variable if that is not valid', async () => {
    const env = { UNDERSTUDY_FAKEGPT_BASE_URL: 'x' };
    const { stderr } = await run(
      ['serve', '--check'],
      { chains: { a: ['fakegpt/gpt-4'] } },
      { env },
    );
    expect(stderr.replaceAll(/\n */g, ' ')).toMatch(
      /: UNDERSTUDY_FAKEGPT_BASE_URL: expected a URL .* Correct the environment variable\. $/,
    );
  });
});

describe('a reference in the settings', () => {
  it('is resolved by other commands, and takes precedence over the usual variable', async () => {
    await using emulator = await startOpenAiEmulator({ apiKeys: [key] });
    const openai = { apiKey: { file: '/run/key' }, baseUrl: emulator.baseUrl };
    const cli = new TestCli({
      createPackages,
      cwd: folder.root,
      env: { OPENAI_API_KEY: 'sk-other' },
      files: {
        [file]: JSON.stringify({ settings: { openai }, gateway: { keys: [entry] } }),
        '/run/key': `${key}\n`,
      },
    });
    const code = await cli.run('chat', '--model', 'openai/gpt-5-mini', '2+3');
    expect({ code, stdout: cli.stdout.text }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
  });

  it('is reported with its path if the variable is not set', async () => {
    const { code, stderr } = await run(['explain', 'support'], withKey);
    expect(code).toBe(78);
    expect(stderr).toContain(`${file}: settings.openai.apiKey: expected the variable VENDOR_KEY`);
  });
});

describe('understudy keys create', () => {
  it('prints the key alone on the first line, and an empty line before a warning', async () => {
    const warnings = [{ code: undefined, message: 'a warning' }];
    const { stdout, stderr } = await run(
      ['keys', 'create', 'web'],
      {},
      { terminal: true, warnings },
    );
    expect(stdout).toMatch(/^us-[\w-]+\n\n/);
    expect(stderr).toMatch(/^\n.*a warning/);
  });

  it('prints a key that its entry accepts', async () => {
    const { code, stdout } = await run(['keys', 'create', 'web', '--json'], {});
    expect(code).toBe(0);
    const created = JSON.parse(stdout);
    expect(created).toEqual({
      type: 'key',
      key: expect.stringMatching(/^us-[\w-]{43}$/),
      entry: { name: 'web', hash: hashKey(created.key) },
    });
  });

  it('prints the key in the first line', async () => {
    const { stdout } = await run(['keys', 'create', 'web'], {});
    const [first = '', , , json = ''] = stdout.split('\n');
    expect(JSON.parse(json)).toEqual({ name: 'web', hash: hashKey(first) });
  });

  it.each([
    [['keys'], 'missing command\n  Run "understudy keys --help"'],
    [['keys', 'creat', 'web'], "unknown command 'creat' (Did you mean create?)"],
    [
      ['keys', 'create'],
      'missing required argument \'name\'\n  Run "understudy keys create --help"',
    ],
    [['keys', 'create', 'web', '--jsno'], "unknown option '--jsno' (Did you mean --json?)"],
    [['keys', 'create', 'two words'], 'name: expected 1 to 64 letters, digits, dots'],
    [['serve', '--demo', '--config', 'a.json'], "option '--demo' cannot be used with"],
    [['serve', '--port', '65536'], 'Expected an integer from 0 to 65535.'],
    [
      ['serve', '--host', 'http://0.0.0.0'],
      'Expected a host name or an IP address without a port.',
    ],
    [
      ['serve', '--host', '127.0.0.1:4100'],
      'Expected a host name or an IP address without a port.',
    ],
    [['serve', '--host', ''], 'Expected a host name or an IP address without a port.'],
  ])('rejects %j', async (words, message) => {
    const { code, stderr } = await run(words, {});
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });
});
