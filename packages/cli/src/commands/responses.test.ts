import { startResponsesEmulator } from '@understudy/emulator';
import type { ResponsesEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PackageTree, project } from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

let vendor: ResponsesEmulator;
let folder: PackageTree;

beforeAll(async () => {
  folder = await PackageTree.create({ 'package.json': project() });
  vendor = await startResponsesEmulator();
});

afterAll(async () => {
  await vendor.close();
  await folder[Symbol.asyncDispose]();
});

async function run(...words: readonly string[]) {
  const config = JSON.stringify({ settings: { openai: { api: 'responses' } } });
  const files = { 'understudy.config.json': config };
  const env = { OPENAI_API_KEY: 'k', UNDERSTUDY_OPENAI_BASE_URL: vendor.baseUrl };
  const cli = new TestCli({ createPackages, cwd: folder.root, files, env });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

describe('the command with OpenAI Responses', () => {
  it('chats with the API of the settings', async () => {
    const { code, stdout } = await run('chat', '--model', 'openai/gpt-6-astra', '2+3');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    expect(vendor.requests.at(-1)?.path).toBe('/v1/responses');
  });

  it('starts an emulator', async () => {
    await using emulator = await createPackages().startEmulator({
      vendor: 'responses',
      port: 0,
      rules: [],
      faults: ['slow-down'],
      script: undefined,
      seed: undefined,
      paceMs: 0,
      onRequestStart: () => {},
      onRequestEnd: () => {},
    });
    const response = await fetch(`${emulator.url}/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-6-astra', input: 'Hi' }),
    });
    expect(response.status).toBe(503);
  });
});
