import { ProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

const env = { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://127.0.0.1:4000' };
const live = [{ id: 'gpt-4' }, { id: 'gpt-9' }];

async function run(options: TestCliOptions, ...words: readonly string[]) {
  const world = new TestCli({ env, ...options });
  const code = await world.run('models', ...words);
  return { world, code, stdout: world.stdout.text, stderr: world.stderr.text };
}

describe('models', () => {
  it('marks what is declared and what is live', async () => {
    const { code, stdout, stderr } = await run({ models: async () => live });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\d+ ms/, '7 ms')).toBe(`fakegpt  Scripted (fakegpt)
  the vendor lists 2 models, told in 7 ms
  fakegpt/text-davinci-002-render-sha  declared
  fakegpt/gpt-4                        declared  live
  fakegpt/gpt-9                                  live
`);
  });

  it.each([
    ['nobody can be asked', {}, 'live models unknown: the provider has no way to ask its vendor'],
    [
      'something is missing',
      { env: {}, models: () => Promise.reject(new Error('asked all the same')) },
      'live models unknown: UNDERSTUDY_FAKEGPT_BASE_URL is not set',
    ],
    [
      'the vendor fails',
      {
        models: () =>
          Promise.reject(new ProviderError({ code: 'server-error', message: 'http://a:b@c down' })),
      },
      'live models unknown: fakegpt: http://c down',
    ],
  ] satisfies [string, TestCliOptions, string][])(
    'lists the declared ones where %s',
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

  it('prints a line of JSON for each provider', async () => {
    const { stdout } = await run({ models: async () => live }, 'fakegpt', '--json');
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

  it('waits for 10 s at most, or as long as the configuration says', async () => {
    const hanging: TestCliOptions = { models: () => new Promise(() => {}) };
    const timeouts = { totalMs: 5, idleMs: 7 };
    const files = { 'understudy.config.json': JSON.stringify({ timeouts }) };
    const { world, stdout } = await run({ ...hanging, files });
    expect(stdout).toContain(
      'live models unknown: fakegpt: expected the list of models within 5 ms',
    );
    const patient = { 'understudy.config.json': '{ "timeouts": { "totalMs": 99999 } }' };
    const other = await run({ files: patient });
    expect([...world.seen, ...other.world.seen].map((seen) => seen.timeouts)).toEqual([
      timeouts,
      { totalMs: 10_000 },
    ]);
  });

  it('ends at Ctrl-C', async () => {
    const world = new TestCli({ env, models: () => new Promise(() => {}) });
    const ended = world.run('models');
    await expect.poll(() => world.seen.length).toBe(1);
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(world.provider.closed).toBe(true);
  });

  it('refuses a provider that nobody has, with the nearest one', async () => {
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
  ])('tells where a key was found, and never the key: %j, %j', async (given, file, credentials) => {
    const files = file && { 'understudy.config.json': JSON.stringify(file) };
    const world = new TestCli({ env: given, listing, ...(files && { files }) });
    expect(await world.run('providers')).toBe(0);
    expect(world.stdout.text).toContain(`  credentials   ${credentials}\n`);
    expect(world.stdout.text).toContain('  package       understudy-provider-acme 1.2.3\n');
    expect(await world.run('providers', '--json')).toBe(0);
    expect(world.stdout.text).not.toContain(key);
  });

  it('prints a line of JSON for each', async () => {
    const world = new TestCli({ listing });
    await world.run('providers', '--json');
    expect(JSON.parse(world.stdout.text)).toMatchObject({
      type: 'provider',
      id: 'fakegpt',
      lifecycle: { state: 'active' },
      credentials: { variables: ['ACME_KEY', 'ACME_API_KEY'] },
      missing: 'ACME_KEY or ACME_API_KEY',
    });
  });
});

it('leaves a package that takes its time at Ctrl-C', async () => {
  const world = new TestCli({ env, discovery: new Promise(() => {}) });
  const ended = world.run('chat', 'Hi');
  await expect.poll(() => world.discoveries).toBe(1);
  world.signal('SIGINT');
  expect(await ended).toBe(130);
  expect(world.provider.requests).toEqual([]);
});

describe('an installed package that is broken', () => {
  const problems = [{ package: 'acme', message: 'acme/register: expected code, received "boom"' }];

  it.each([[['providers']], [['models']], [['chat', 'Hi']], [['explain']]])(
    'is told in a line, and ends nothing: %j',
    async (words) => {
      const world = new TestCli({ env, discovery: Promise.resolve(problems) });
      expect(await world.run(...words)).toBe(0);
      expect(world.stderr.text).toMatch(
        /^warning: acme\/register: expected code, received "boom"\n/,
      );
    },
  );
});
