import { tmpdir } from 'node:os';

import { fingerprint, startGoogleEmulator } from '@understudy/emulator';
import type { GoogleEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

const key = 'AIza-canary-4eC39HqL';
let vendor: GoogleEmulator;

beforeAll(async () => {
  vendor = await startGoogleEmulator({ apiKeys: [key] });
});

afterAll(() => vendor.close());

async function run(...words: readonly string[]) {
  return runWith({ UNDERSTUDY_GOOGLE_BASE_URL: vendor.baseUrl }, ...words);
}

async function runWith(variables: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const env = { GEMINI_API_KEY: key, ...variables };
  const cli = new TestCli({ createPackages, cwd: tmpdir(), env });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

describe('the command with Gemini', () => {
  it('chats with the key of the environment', async () => {
    const { code, stdout } = await run('chat', '--model', 'google/gemini-3.8-flash', '2+3');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(vendor.requests.at(-1)?.headers['x-goog-api-key']).toBe(fingerprint(key));
  });

  it('lists the models', async () => {
    const { code, stdout } = await run('models', 'google');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}google\/gemini-3.8-flash +declared {2}live$/m);
  });

  it('checks the provider', async () => {
    const { stdout } = await run('doctor');
    expect(stdout).toMatch(/google +7 models listed in .*; key from GEMINI_API_KEY/);
    expect(stdout).not.toContain('canary');
  });

  it('uses the address that the tools of the vendor use, without the version', async () => {
    const env = { GOOGLE_GEMINI_BASE_URL: vendor.url };
    const { code, stdout } = await runWith(
      env,
      'chat',
      '--model',
      'google/gemini-3.8-flash',
      '2+3',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    const doctor = await runWith(env, 'doctor');
    expect(doctor.stdout).toMatch(
      /google +7 models listed in .*; address from GOOGLE_GEMINI_BASE_URL\n/,
    );
    expect((await runWith({ GOOGLE_GEMINI_BASE_URL: 'ftp://x' }, 'doctor')).stdout).toContain(
      'GOOGLE_GEMINI_BASE_URL: expected a URL',
    );
  });

  it('starts an emulator', async () => {
    const packages = createPackages();
    await using emulator = await packages.startEmulator({
      vendor: 'google',
      port: 0,
      rules: [],
      faults: ['overloaded'],
      script: undefined,
      seed: undefined,
      paceMs: 0,
      onRequestStart: () => {},
      onRequestEnd: () => {},
    });
    const { status } = await fetch(`${emulator.url}/v1beta/models/gemini:generateContent?key=k`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }),
    });
    expect(status).toBe(503);
  });
});
