import { ProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

const env = { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://127.0.0.1:4000' };
const chains = { support: ['fakegpt/gpt-4', 'fakegpt/text-davinci-002-render-sha'] };

async function run(options: TestCliOptions, configuration?: object | string) {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  const files = configuration && { 'understudy.config.json': text };
  const cli = new TestCli({ env, ...options, ...(files && { files }) });
  const code = await cli.run('doctor');
  const stdout = cli.stdout.text.replaceAll(/\d+ ms/g, '7 ms');
  return { cli, code, stdout, stderr: cli.stderr.text };
}

describe('doctor', () => {
  it('reports that all providers are reachable', async () => {
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
  ✓ fakegpt  1 model listed in 7 ms; address from UNDERSTUDY_FAKEGPT_BASE_URL

Targets
  ✓ fakegpt/gpt-4                        listed by the vendor
  ! fakegpt/text-davinci-002-render-sha  not listed by the vendor

All configured providers are reachable.
`);
  });

  it('opens a connection if the provider has no model list', async () => {
    const { cli, code, stdout } = await run({});
    expect(code).toBe(0);
    expect(cli.connected).toEqual(['http://127.0.0.1:4000/']);
    expect(stdout).toContain('  ✓ fakegpt  connected in 7 ms, no model list; address from');
    expect(cli.provider.requests).toEqual([]);
  });

  it('exits with the code of the first failed check and prints its message and hint', async () => {
    const message = '127.0.0.1:4000 could not be reached';
    const connectError = new ProviderError({ code: 'connection-failed', message });
    const { code, stdout } = await run({ connectError });
    expect(code).toBe(69);
    expect(stdout).toMatch(
      /✗ fakegpt {2}connection-failed after 7 ms; address from UNDERSTUDY_FAKEGPT_BASE_URL\n {13}127\.0\.0\.1:4000 could not be reached\n {13}Check `baseUrl`/,
    );
    expect(stdout).toMatch(/\n1 check failed\.\n$/);
    const rejected = new ProviderError({ code: 'authentication-failed', message: 'no' });
    expect((await run({ models: () => Promise.reject(rejected) })).code).toBe(77);
  });

  it('skips a provider that is not configured', async () => {
    const { cli, code, stdout } = await run({ env: {} });
    expect(code).toBe(0);
    expect(stdout).toContain('– fakegpt  not configured: UNDERSTUDY_FAKEGPT_BASE_URL is not set\n');
    expect(stdout).toContain('\nNo provider is configured. ');
    expect(cli.connected).toEqual([]);
  });

  it('reports why a provider without required settings is not configured', async () => {
    const { stdout } = await run({ env: {}, listing: { settings: [] } });
    expect(stdout).toContain('– fakegpt  not configured: no setting, chain or alias names it\n');
  });

  it('checks an installed provider without required settings', async () => {
    const models = async () => [];
    const listing = { settings: [], package: 'acme 1.0.0' };
    const { stdout } = await run({ env: {}, models, listing });
    expect(stdout).toContain('✓ fakegpt  0 models listed in 7 ms\n');
  });

  it('distinguishes providers that cannot be checked from unconfigured ones', async () => {
    const listing = { settings: [], package: 'acme 1.0.0' };
    const { code, stdout } = await run({ env: {}, listing });
    expect(code).toBe(0);
    expect(stdout).toContain('– fakegpt  not checked: the provider has no model list');
    expect(stdout).toMatch(/\n\nThe configured providers cannot be checked without a prompt\.\n$/);
    const cli = new TestCli({ env: {}, listing });
    await cli.run('doctor', '--json');
    expect(cli.stdout.text).toMatch(/"name":"fakegpt".*"configured":true/);
  });

  it('reports the missing key of a target', async () => {
    const listing = {
      credentialEnvVars: ['ACME_KEY'],
      settings: [{ name: 'apiKey', required: true }],
    };
    const { code, stdout } = await run({ env: {}, listing }, { chains });
    expect(code).toBe(78);
    expect(stdout).toMatch(
      /✗ fakegpt {2}invalid-configuration\n {13}ACME_KEY: expected the API key of/,
    );
    expect(stdout).toContain(
      '– fakegpt/gpt-4                        not checked: no model list of fakegpt',
    );
  });

  it.each([
    ['{', 'understudy.config.json: expected JSON, received'],
    [{ chain: {} }, 'understudy.config.json: chain: expected one of settings, chains, '],
    [{ chain: {} }, 'did you mean "chains"?'],
    [{ chains: { support: ['fakegpt/gtp-4'] } }, 'did you mean "fakegpt/gpt-4"?'],
  ])('reports an invalid file and continues without it: %j', async (file, sentence) => {
    const { code, stdout } = await run({ models: async () => [] }, file);
    expect(code).toBe(78);
    expect(stdout).toContain('✗ configuration  ');
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('✓ fakegpt  0 models listed');
  });

  it('warns about broken packages', async () => {
    const problems = [{ package: 'acme', message: 'acme: expected code' }];
    const { code, stdout, stderr } = await run({ discovery: Promise.resolve(problems) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('  ! acme           acme: expected code\n');
  });

  it('prints one line of JSON per check', async () => {
    const error = new ProviderError({ code: 'timeout', message: 'slow' });
    const cli = new TestCli({ env, models: () => Promise.reject(error) });
    expect(await cli.run('doctor', '--json')).toBe(75);
    const lines = cli.stdout.text
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

  it('stops at Ctrl-C', async () => {
    const models: TestCliOptions['models'] = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const cli = new TestCli({ env, models });
    const ended = cli.run('doctor');
    await expect.poll(() => cli.stdout.text).toContain('Providers');
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(cli.provider.closed).toBe(true);
  });
});
