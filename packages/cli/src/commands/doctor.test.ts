import { ProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

const env = { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://127.0.0.1:4000' };
const chains = { support: ['fakegpt/gpt-4', 'fakegpt/text-davinci-002-render-sha'] };

async function run(options: TestCliOptions, configuration?: object | string) {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  const files = configuration && { 'understudy.config.json': text };
  const world = new TestCli({ env, ...options, ...(files && { files }) });
  const code = await world.run('doctor');
  const stdout = world.stdout.text.replaceAll(/\d+ ms/g, '7 ms');
  return { world, code, stdout, stderr: world.stderr.text };
}

describe('doctor', () => {
  it('tells that all is well', async () => {
    const models = async () => [{ id: 'gpt-4' }];
    const { code, stdout, stderr } = await run(
      { models },
      { chains, aliases: { a: 'fakegpt/gpt-4' } },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/^Understudy .*/, 'Understudy')).toBe(`Understudy
  ✓ node           v24.0.0
  ✓ configuration  understudy.config.json: 1 chain, 1 alias, settings of 0 providers

Providers
  ✓ fakegpt  1 model listed in 7 ms

Targets
  ✓ fakegpt/gpt-4                        listed by the vendor
  ! fakegpt/text-davinci-002-render-sha  not among the models that the vendor lists

All that is set up can be asked.
`);
  });

  it('connects where there is no list of models, and says so', async () => {
    const { world, code, stdout } = await run({});
    expect(code).toBe(0);
    expect(world.connected).toEqual(['http://127.0.0.1:4000/']);
    expect(stdout).toContain(
      '  ✓ fakegpt  connected in 7 ms; it lists no models, so no more was tried\n',
    );
    expect(world.provider.requests).toEqual([]);
  });

  it('ends with the exit code of what failed first, and tells why and what to do', async () => {
    const message = 'expected a server at 127.0.0.1:4000';
    const connectError = new ProviderError({ code: 'connection-failed', message });
    const { code, stdout } = await run({ connectError });
    expect(code).toBe(69);
    expect(stdout).toMatch(
      /✗ fakegpt {2}connection-failed after 7 ms\n {13}expected a server at .*\n {13}Check `baseUrl`/,
    );
    expect(stdout).toMatch(/\n1 check failed\.\n$/);
    const refused = new ProviderError({ code: 'authentication-failed', message: 'no' });
    expect((await run({ models: () => Promise.reject(refused) })).code).toBe(77);
  });

  it('passes over what nobody has set up', async () => {
    const { world, code, stdout } = await run({ env: {} });
    expect(code).toBe(0);
    expect(stdout).toContain('– fakegpt  not set up: UNDERSTUDY_FAKEGPT_BASE_URL is not set\n');
    expect(stdout).toContain('\nNo provider is set up: ');
    expect(world.connected).toEqual([]);
  });

  it('says of who needs nothing why that is not set up', async () => {
    const { stdout } = await run({ env: {}, listing: { settings: [] } });
    expect(stdout).toContain('– fakegpt  not set up: no setting, chain or alias names it\n');
  });

  it('asks an installed provider that needs nothing', async () => {
    const models = async () => [];
    const listing = { settings: [], package: 'acme 1.0.0' };
    const { stdout } = await run({ env: {}, models, listing });
    expect(stdout).toContain('✓ fakegpt  0 models listed in 7 ms\n');
  });

  it('says that nothing set up can be tried, not that nothing is set up', async () => {
    const listing = { settings: [], package: 'acme 1.0.0' };
    const { code, stdout } = await run({ env: {}, listing });
    expect(code).toBe(0);
    expect(stdout).toContain('– fakegpt  not tried: it lists no models');
    expect(stdout).toMatch(/\n\nWhat is set up can't be tried without asking a model\.\n$/);
    const world = new TestCli({ env: {}, listing });
    await world.run('doctor', '--json');
    expect(world.stdout.text).toMatch(/"name":"fakegpt".*"configured":true/);
  });

  it('tells a key that a chain needs', async () => {
    const listing = {
      credentialEnvVars: ['ACME_KEY'],
      settings: [{ name: 'apiKey', required: true }],
    };
    const { code, stdout } = await run({ env: {}, listing }, { chains });
    expect(code).toBe(78);
    expect(stdout).toMatch(
      /✗ fakegpt {2}invalid-configuration\n {13}ACME_KEY: expected the key of/,
    );
    expect(stdout).toContain('– fakegpt/gpt-4                        not judged: ');
  });

  it.each([
    ['{', 'understudy.config.json: expected JSON, received'],
    [{ chain: {} }, 'understudy.config.json: chain: expected one of settings, chains, '],
    [{ chain: {} }, 'did you mean "chains"?'],
    [{ chains: { support: ['fakegpt/gtp-4'] } }, 'did you mean "fakegpt/gpt-4"?'],
  ])('tells what is wrong in the file, and goes on without it: %j', async (file, sentence) => {
    const { code, stdout } = await run({ models: async () => [] }, file);
    expect(code).toBe(78);
    expect(stdout).toContain('✗ configuration  ');
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('✓ fakegpt  0 models listed');
  });

  it('warns of packages that are broken', async () => {
    const problems = [{ package: 'acme', message: 'acme: expected code' }];
    const { code, stdout, stderr } = await run({ discovery: Promise.resolve(problems) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('  ! acme           acme: expected code\n');
  });

  it('prints a line of JSON for each check', async () => {
    const error = new ProviderError({ code: 'timeout', message: 'slow' });
    const world = new TestCli({ env, models: () => Promise.reject(error) });
    expect(await world.run('doctor', '--json')).toBe(75);
    const lines = world.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { type: 'check', name: 'node', status: 'ok', summary: 'v24.0.0' },
      expect.objectContaining({ name: 'configuration', status: 'skipped' }),
      expect.objectContaining({
        type: 'check',
        name: 'fakegpt',
        status: 'failed',
        latencyMs: expect.any(Number),
        checkedBy: 'models',
        error: expect.objectContaining({ code: 'timeout', message: 'fakegpt: slow' }),
      }),
    ]);
  });

  it('ends at Ctrl-C', async () => {
    const world = new TestCli({ env, models: () => new Promise(() => {}) });
    const ended = world.run('doctor');
    await expect.poll(() => world.stdout.text).toContain('Providers');
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(world.provider.closed).toBe(true);
  });
});
