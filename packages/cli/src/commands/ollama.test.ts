import { tmpdir } from 'node:os';

import { startOllamaEmulator } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

async function run(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const cli = new TestCli({ createPackages, env, cwd: tmpdir() });
  const code = await cli.run(...words);
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

const rules = [{ when: 'Ping', response: 'Pong' }];

describe('ollama', () => {
  it('is called at the address in OLLAMA_HOST with its native API', async () => {
    await using emulator = await startOllamaEmulator({ rules, apiKeys: ['key-7'] });
    const host = new URL(emulator.url).host;
    const env = { OLLAMA_HOST: host, OLLAMA_API_KEY: 'key-7' };
    const { code, stdout } = await run(['chat', '--model', 'ollama/qwen3:8b', 'Ping'], env);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Pong\n' });
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/api/chat']);
  });

  it('is called at --base-url, which must not be that of the OpenAI-compatible API', async () => {
    await using emulator = await startOllamaEmulator({ rules });
    const chat = ['chat', '--model', 'ollama/qwen3:8b', '--base-url'];
    expect(await run([...chat, emulator.url, 'Ping'])).toMatchObject({ code: 0 });
    const { code, stderr } = await run([...chat, `${emulator.url}/v1`, 'Ping']);
    expect(code).toBe(78);
    expect(stderr).toContain('received a URL that ends with /v1');
  });

  it('lists the models that can chat', async () => {
    await using emulator = await startOllamaEmulator({
      models: [{ name: 'tiny' }, { name: 'embed', capabilities: ['embedding'] }],
    });
    const { code, stdout } = await run(['models', 'ollama'], { OLLAMA_HOST: emulator.url });
    expect(code).toBe(0);
    expect(stdout).toContain('tiny:latest');
    expect(stdout).not.toContain('embed');
  });

  it('is listed once, as the native provider', async () => {
    const { stdout } = await run(['providers'], { OLLAMA_API_KEY: 'key-7' });
    expect(stdout.match(/^ollama {2}/gm)).toHaveLength(1);
    expect(stdout).toContain('OLLAMA_API_KEY (found)');
    expect(stdout).not.toContain('key-7');
  });

  it('is checked by doctor', async () => {
    await using emulator = await startOllamaEmulator();
    const { stdout } = await run(['doctor'], { OLLAMA_HOST: emulator.url });
    expect(stdout).toMatch(/✓ ollama +4 models listed in .*; address from OLLAMA_HOST\n/);
  });

  it('is emulated', async () => {
    const { code, stderr } = await run(['emulate', 'ollama', '--fault', 'server-bussy']);
    expect(code).toBe(64);
    expect(stderr).toContain('did you mean "server-busy"?');
  });
});
