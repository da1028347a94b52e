import { fingerprint, startAnthropicEmulator } from '@understudy/emulator';
import type { AnthropicEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PackageTree, project } from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

const key = 'sk-ant-canary-4eC39HqL';
let vendor: AnthropicEmulator;
let folder: PackageTree;

beforeAll(async () => {
  folder = await PackageTree.create({ 'package.json': project() });
  vendor = await startAnthropicEmulator({ apiKeys: [key] });
});

afterAll(async () => {
  await vendor.close();
  await folder[Symbol.asyncDispose]();
});

async function run(...words: readonly string[]) {
  return runWith({ UNDERSTUDY_ANTHROPIC_BASE_URL: vendor.baseUrl }, ...words);
}

async function runWith(variables: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const env = { ANTHROPIC_API_KEY: key, ...variables };
  const cli = new TestCli({ createPackages, cwd: folder.root, env });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

describe('the command with Anthropic', () => {
  it('chats with the key of the environment', async () => {
    const { code, stdout } = await run('chat', '--model', 'anthropic/claude-sonnet-5', '2+3');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(vendor.requests.at(-1)?.headers['x-api-key']).toBe(fingerprint(key));
  });

  it('lists the models', async () => {
    const { code, stdout } = await run('models', 'anthropic');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}anthropic\/claude-sonnet-5 +declared {2}live$/m);
    expect(stdout).toMatch(/^ {2}anthropic\/claude-opus-4-8 +declared/m);
  });

  it('checks the provider', async () => {
    const { stdout } = await run('doctor');
    expect(stdout).toMatch(/anthropic +7 models listed in .*; key from ANTHROPIC_API_KEY/);
    expect(stdout).not.toContain('canary');
  });

  it('uses the address that the tools of the vendor use, without the version', async () => {
    const env = { ANTHROPIC_BASE_URL: vendor.url };
    const { code, stdout } = await runWith(
      env,
      'chat',
      '--model',
      'anthropic/claude-sonnet-5',
      '2+3',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    const doctor = await runWith(env, 'doctor');
    expect(doctor.stdout).toMatch(
      /anthropic +7 models listed in .*; address from ANTHROPIC_BASE_URL\n/,
    );
    expect((await runWith({ ANTHROPIC_BASE_URL: 'ftp://x' }, 'doctor')).stdout).toContain(
      'ANTHROPIC_BASE_URL: expected a URL',
    );
  });

  it('starts an emulator', async () => {
    const packages = createPackages();
    await using emulator = await packages.startEmulator({
      vendor: 'anthropic',
      port: 0,
      rules: [],
      faults: ['overloaded'],
      script: undefined,
      seed: undefined,
      paceMs: 0,
      onRequestStart: () => {},
      onRequestEnd: () => {},
    });
    const { status } = await fetch(`${emulator.url}/v1/messages`, {
      method: 'POST',
      headers: {
        'x-api-key': 'any',
        'anthropic-version': '2023-06-01',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        model: 'claude-sonnet-5',
        max_tokens: 9,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    });
    expect(status).toBe(529);
  });
});
