import { ProviderError } from '@understudy/core';
import type { ProviderCallContext } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

const env = { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://127.0.0.1:4000' };
const liveModels = [{ id: 'gpt-4' }, { id: 'gpt-9' }];

/** Waits until the signal aborts. */
function hang({ signal }: ProviderCallContext): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

async function run(options: TestCliOptions, ...words: readonly string[]) {
  const cli = new TestCli({ env, ...options });
  const code = await cli.run('models', ...words);
  return { cli, code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

describe('models', () => {
  it('marks declared and live models', async () => {
    const { code, stdout, stderr } = await run({ models: async () => liveModels });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\d+ ms/, '7 ms')).toBe(`fakegpt  Scripted (fakegpt)
  the vendor listed 2 models in 7 ms
  fakegpt/text-davinci-002-render-sha  declared
  fakegpt/gpt-4                        declared  live
  fakegpt/gpt-9                                  live
`);
  });

  it.each([
    ['the provider has no model list', {}, 'live models unknown: the provider has no model list'],
    [
      'a setting is missing',
      { env: {}, models: () => Promise.reject(new Error('not expected')) },
      'live models unknown: UNDERSTUDY_FAKEGPT_BASE_URL is not set',
    ],
    [
      'the request fails',
      {
        models: () =>
          Promise.reject(new ProviderError({ code: 'server-error', message: 'http://a:b@c down' })),
      },
      'live models unknown: fakegpt: http://c down',
    ],
  ] satisfies [string, TestCliOptions, string][])(
    'prints the declared models if %s',
    async (_name, options, note) => {
      const { code, stdout } = await run(options);
      expect(code).toBe(0);
      expect(stdout).toBe(`fakegpt  Scripted (fakegpt)
  ${note}
  fakegpt/text-davinci-002-render-sha  declared
  fakegpt/gpt-4                        declared
`);
    },
  );

  it('prints one line of JSON per provider', async () => {
    const { stdout } = await run({ models: async () => liveModels }, 'fakegpt', '--json');
    expect(JSON.parse(stdout)).toEqual({
      type: 'models',
      provider: 'fakegpt',
      live: 'listed',
      latencyMs: expect.any(Number),
      models: [
        { id: 'text-davinci-002-render-sha', declared: true, live: false },
        { id: 'gpt-4', declared: true, live: true },
        { id: 'gpt-9', declared: false, live: true },
      ],
    });
    const error = new ProviderError({ code: 'timeout', message: 'slow' });
    const failed = await run({ models: () => Promise.reject(error) }, '--json');
    expect(failed.code).toBe(0);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      live: 'failed',
      error: { code: 'timeout', message: 'fakegpt: slow' },
      models: [{ declared: true }, { declared: true }],
    });
  });

  it('limits a call to 10 s, or to a shorter timeout of the configuration', async () => {
    const hanging: TestCliOptions = { models: hang };
    const timeouts = { totalMs: 5, idleMs: 7 };
    const files = { 'understudy.config.json': JSON.stringify({ timeouts }) };
    const { cli, stdout } = await run({ ...hanging, files });
    expect(stdout).toContain(
      'live models unknown: fakegpt: no list of models within 0.005 s (timeouts.totalMs)',
    );
    const longTimeout = { 'understudy.config.json': '{ "timeouts": { "totalMs": 99999 } }' };
    const other = await run({ files: longTimeout });
    expect(
      [...cli.configurations, ...other.cli.configurations].map((used) => used.timeouts),
    ).toEqual([timeouts, { totalMs: 10_000 }]);
  });

  it('stops at Ctrl-C', async () => {
    const cli = new TestCli({ env, models: hang });
    const ended = cli.run('models');
    await expect.poll(() => cli.configurations.length).toBe(1);
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(cli.provider.closed).toBe(true);
  });

  it('rejects an unknown provider with a similar id', async () => {
    const { code, stdout, stderr } = await run({}, 'fakegtp');
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toContain('error[provider-not-found]: provider: expected a registered provider');
    expect(stderr).toContain('did you mean "fakegpt"?');
  });
});

describe('providers', () => {
  const listing = {
    credentialEnvVars: ['ACME_KEY', 'ACME_API_KEY'],
    settings: [{ name: 'apiKey', required: true }],
    package: 'understudy-provider-acme 1.2.3',
  };
  const key = 'sk-canary';

  it.each([
    [{}, undefined, 'ACME_KEY (not set), ACME_API_KEY (not set)'],
    [{ ACME_API_KEY: key }, undefined, 'ACME_KEY (not set), ACME_API_KEY (found)'],
    [
      {},
      { settings: { fakegpt: { apiKey: key } } },
      'ACME_KEY (not set), ACME_API_KEY (not set), understudy.config.json (found)',
    ],
  ])(
    'prints where a key was found, and never the key: %j, %j',
    async (variables, file, credentials) => {
      const files = file && { 'understudy.config.json': JSON.stringify(file) };
      const cli = new TestCli({ env: variables, listing, ...(files && { files }) });
      expect(await cli.run('providers')).toBe(0);
      expect(cli.stdout.text).toContain(`  credentials   ${credentials}\n`);
      expect(cli.stdout.text).toContain('  package       understudy-provider-acme 1.2.3\n');
      expect(await cli.run('providers', '--json')).toBe(0);
      expect(cli.stdout.text).not.toContain(key);
    },
  );

  it('prints one line of JSON per provider', async () => {
    const cli = new TestCli({ listing });
    await cli.run('providers', '--json');
    expect(JSON.parse(cli.stdout.text)).toMatchObject({
      type: 'provider',
      id: 'fakegpt',
      lifecycle: { state: 'active' },
      credentials: { variables: ['ACME_KEY', 'ACME_API_KEY'] },
      missing: 'ACME_KEY or ACME_API_KEY',
    });
  });
});

it('does not wait for a slow package after Ctrl-C', async () => {
  const cli = new TestCli({ env, discovery: new Promise(() => {}) });
  const ended = cli.run('chat', 'Hi');
  await expect.poll(() => cli.discoveries).toBe(1);
  cli.signal('SIGINT');
  expect(await ended).toBe(130);
  expect(cli.provider.requests).toEqual([]);
});

describe('a broken installed package', () => {
  const problems = [{ package: 'acme', message: 'acme/register: expected code, received "boom"' }];

  it.each([[['providers']], [['models']], [['chat', 'Hi']], [['explain']]])(
    'prints a warning and does not end the command: %j',
    async (words) => {
      const cli = new TestCli({ env, discovery: Promise.resolve(problems) });
      expect(await cli.run(...words)).toBe(0);
      expect(cli.stderr.text).toMatch(/^warning: acme\/register: expected code, received "boom"\n/);
    },
  );
});
