import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { startOpenAiEmulator } from '@understudy/emulator';
import { createKey } from '@understudy/gateway';
import { describe, expect, it } from 'vitest';

import {
  expectComplete,
  openIdleSocket,
  openSilentSocket,
  openStream,
  openStreams,
  startServe,
} from './serve-command.ts';
import { runInPipe } from './start-command.ts';

const canary = 'sk-canary-0123456789';
const prompt = 'The canary prompt of a client';
const env = { VENDOR_KEY: canary };

/** Streams of about two seconds. */
const slow = { chunkIntervalMs: 100, charactersPerChunk: 6 };

function createConfig(baseUrl: string, gateway: object = {}) {
  return {
    settings: { openai: { apiKey: { env: 'VENDOR_KEY' }, baseUrl } },
    chains: { support: ['openai/gpt-5-mini'] },
    gateway,
  };
}

describe('understudy serve', () => {
  it('serves a chain with a key from the environment, and logs without texts and keys', async () => {
    await using emulator = await startOpenAiEmulator({ apiKeys: [canary] });
    const key = createKey('web');
    const config = createConfig(emulator.baseUrl, { keys: [key.entry] });
    await using server = await startServe({ config, env });
    await expectComplete([await openStream(server.url, { key: key.key, content: prompt })]);
    const models = await fetch(`${server.url}/v1/models`, {
      headers: { 'x-api-key': key.key },
    });
    const { data } = Object(await models.json());
    // The other providers have no key.
    expect(new Set(data.map(({ id }: { readonly id: string }) => id.split('/')[0]))).toEqual(
      new Set(['support', 'openai']),
    );
    expect((await openStream(server.url)).status).toBe(401);
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.exit;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(server.log('request')).toEqual([
      expect.objectContaining({
        key: 'web',
        path: '/v1/chat/completions',
        model: 'support',
        target: 'openai/gpt-5-mini',
        status: 200,
        stream: true,
        inputTokens: expect.any(Number),
        outputTokens: expect.any(Number),
        durationMs: expect.any(Number),
        firstContentMs: expect.any(Number),
        attempts: [
          { target: 'openai/gpt-5-mini', outcome: 'succeeded', totalMs: expect.any(Number) },
        ],
      }),
      expect.objectContaining({ path: '/v1/models', key: 'web', status: 200, attempts: [] }),
      expect.objectContaining({ status: 401, error: 'invalid-key', attempts: [] }),
    ]);
    expect(server.text()).not.toContain('canary');
    expect(server.text()).not.toContain(key.key);
  });

  it('does not call a vendor without its key, whatever model a client names', async () => {
    await using server = await startServe({ config: {} });
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'groq/any', messages: [{ role: 'user', content: prompt }] }),
    });
    const { error } = Object(await response.json());
    expect({ status: response.status, code: error.code }).toEqual({
      status: 500,
      code: 'invalid_configuration',
    });
    expect(error.message).toContain('settings.groq.apiKey: expected the API key of Groq');
    await server.untilLog('request');
    expect(server.log('request')).toEqual([expect.objectContaining({ attempts: [] })]);
  });

  it('completes 100 streams after SIGTERM, and exits within 1.5 s of the last', async () => {
    await using emulator = await startOpenAiEmulator(slow);
    await using server = await startServe({ config: createConfig(emulator.baseUrl), env });
    const sockets = await Promise.all([
      ...Array.from({ length: 20 }, () => openSilentSocket(server.url)),
      ...Array.from({ length: 20 }, () => openIdleSocket(server.url)),
    ]);
    const streams = await openStreams(server.url, 100);
    server.child.kill('SIGTERM');
    await server.untilLog('stopping');
    expect(server.log('stopping')).toMatchObject([{ openChats: 100 }]);
    await expect(openStream(server.url)).rejects.toThrow('fetch failed');
    const exited = server.exit.then(({ code }) => ({ code, atMs: performance.now() }));
    const lastEnd = await expectComplete(streams);
    const { code, atMs } = await exited;
    expect(code).toBe(0);
    expect(atMs - lastEnd).toBeLessThan(1500);
    expect(server.log('request').length).toBe(100);
    for (const socket of sockets) socket.destroy();
  });

  it('ends streams that take longer than graceMs with an error in the stream', async () => {
    await using emulator = await startOpenAiEmulator({ ...slow, chunkIntervalMs: 5000 });
    const config = createConfig(emulator.baseUrl, { graceMs: 100 });
    await using server = await startServe({ config, env });
    const stream = await openStream(server.url);
    server.child.kill('SIGTERM');
    const { text } = await stream.ended;
    expect(text).toMatch(/data: \{"error":\{[^\n]*\}\}\n\n$/);
    expect(text).not.toContain('[DONE]');
    expect((await server.exit).code).toBe(0);
  });

  it('reports that it drains for drainDelayMs, and still accepts requests', async () => {
    await using emulator = await startOpenAiEmulator();
    const config = createConfig(emulator.baseUrl, { drainDelayMs: 1500 });
    await using server = await startServe({ config, env });
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    server.child.kill('SIGINT');
    await server.untilLog('stopping');
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    await expectComplete([await openStream(server.url)]);
    expect((await server.exit).code).toBe(0);
  });

  it('exits at once at the second signal', async () => {
    await using emulator = await startOpenAiEmulator({ ...slow, chunkIntervalMs: 60_000 });
    await using server = await startServe({ config: createConfig(emulator.baseUrl), env });
    const stream = await openStream(server.url);
    const cut = stream.ended.catch((error: unknown) => error);
    server.child.kill('SIGTERM');
    await server.untilLog('stopping');
    server.child.kill('SIGTERM');
    expect((await server.exit).code).toBe(143);
    expect(await cut).toMatchObject({ message: 'terminated' });
  });
});

describe('understudy serve, reload', () => {
  it('changes a key by rename during 20 streams, and keeps the last good file', async () => {
    await using emulator = await startOpenAiEmulator(slow);
    const [first, second] = [createKey('first'), createKey('second')];
    const config = createConfig(emulator.baseUrl, { keys: [first.entry] });
    await using server = await startServe({ config, env });
    const streams = await openStreams(server.url, 20, { key: first.key });

    writeFileSync(server.file, '{ "gateway": ');
    await server.untilLog('reload', 1);
    writeFileSync(
      `${server.file}.new`,
      JSON.stringify(createConfig(emulator.baseUrl, { keys: [second.entry] })),
    );
    renameSync(`${server.file}.new`, server.file);
    await server.untilLog('reload', 2);
    expect(server.log('reload')).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        path: 'understudy.config.json',
        message:
          'understudy.config.json: expected JSON, received an incomplete document; close its brackets and quotes',
      }),
      expect.objectContaining({
        outcome: 'applied',
        runtimeReplaced: false,
        restartRequired: [],
      }),
    ]);
    await expectComplete(streams);
    expect((await openStream(server.url, { key: first.key })).status).toBe(401);
    await expectComplete([await openStream(server.url, { key: second.key })]);
  });

  it('counts chats, rejections and reloads at /metrics of the admin listener', async () => {
    await using emulator = await startOpenAiEmulator();
    const config = createConfig(emulator.baseUrl, { admin: '127.0.0.1:0' });
    await using server = await startServe({ config, env });
    await server.untilLog('listening', 2);
    const adminUrl = String(server.log('listening')[1]?.['url']);
    await expectComplete([await openStream(server.url)]);
    await fetch(`${server.url}/v1/unknown`);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${adminUrl}/admin/reload`, { method: 'POST', headers, body: '{}' });
    const page = await (await fetch(`${adminUrl}/metrics`)).text();
    expect(page).toMatch(/gen_ai_client_operation_duration_count\{[^}]*\} 1/);
    expect(page).toMatch(/understudy_gateway_rejections_total\{[^}]*path-not-found[^}]*\} 1/);
    expect(page).toMatch(/understudy_gateway_open_streams(\{[^}]*\})? 0/);
    expect(page).toMatch(/understudy_config_reloads_total\{[^}]*succeeded[^}]*\} 1/);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  });

  it('counts no open breakers of a runtime that was replaced', async () => {
    const config = createConfig('http://127.0.0.1:9', { admin: '127.0.0.1:0' });
    await using server = await startServe({ config, env });
    await server.untilLog('listening', 2);
    const adminUrl = String(server.log('listening')[1]?.['url']);
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${adminUrl}/admin/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const countOpen = async (): Promise<string | undefined> => {
      const page = await (await fetch(`${adminUrl}/metrics`)).text();
      return /^understudy_breaker_open\{[^}]*\} (\d+)/m.exec(page)?.[1];
    };
    await post('health/isolate', { provider: 'openai', model: 'gpt-5-mini' });
    expect(await countOpen()).toBe('1');
    const chains = { ...config.chains, further: ['openai/gpt-5'] };
    writeFileSync(server.file, JSON.stringify({ ...config, chains }));
    await server.untilLog('reload');
    expect(server.log('reload')[0]).toMatchObject({ outcome: 'applied', runtimeReplaced: true });
    expect(await countOpen()).toBe('0');
    await post('health/isolate', { provider: 'openai', model: 'gpt-5-mini' });
    expect(await countOpen()).toBe('1');
  });

  it('shows the configuration without secrets on the admin listener, and reloads there', async () => {
    await using emulator = await startOpenAiEmulator();
    const adminKey = createKey('admin');
    const gateway = { admin: '127.0.0.1:0', adminKeys: [adminKey.entry] };
    const config = createConfig(emulator.baseUrl, gateway);
    await using server = await startServe({ config, env });
    await server.untilLog('listening', 2);
    const adminUrl = String(server.log('listening')[1]?.['url']);
    const headers = {
      authorization: `Bearer ${adminKey.key}`,
      'content-type': 'application/json',
    };
    writeFileSync(server.file, '{ "gateway": ');
    await server.untilLog('reload');
    const options = { method: 'POST', headers, body: '{}' };
    const answer = await fetch(`${adminUrl}/admin/reload`, options);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      models: ['support'],
      configuration: {
        listen: '127.0.0.1:0',
        settings: { openai: { apiKey: 'env VENDOR_KEY', baseUrl: 'set' } },
        reloadError: { path: 'understudy.config.json' },
      },
    });
    expect(text).not.toContain('canary');
    expect((await fetch(`${adminUrl}/admin/config`)).status).toBe(401);
    expect((await fetch(`${server.url}/admin/config`, { headers })).status).toBe(404);
    await expectComplete([await openStream(server.url)]);
    const health = await (await fetch(`${adminUrl}/admin/health`, { headers })).json();
    expect(health).toMatchObject({ targets: [{ provider: 'openai', model: 'gpt-5-mini' }] });
  });

  it('replaces the runtime at SIGHUP, and reports what it cannot change', async () => {
    await using one = await startOpenAiEmulator(slow);
    await using two = await startOpenAiEmulator();
    await using server = await startServe({ config: createConfig(one.baseUrl), env });
    const streams = await openStreams(server.url, 5);
    const changed = createConfig(two.baseUrl, { admin: '127.0.0.1:1' });
    writeFileSync(server.file, JSON.stringify(changed));
    server.child.kill('SIGHUP');
    await server.untilLog('reload');
    expect(server.log('reload')[0]).toMatchObject({
      outcome: 'applied',
      runtimeReplaced: true,
      restartRequired: ['gateway.admin'],
    });
    await expectComplete([await openStream(server.url)]);
    expect(two.requests.length).toBe(1);
    await expectComplete(streams);
  });
});

describe('understudy serve, start', () => {
  it.each([
    [
      'gateway.listen',
      {},
      'Choose another address with --host and --port, or with gateway.listen.',
    ],
    ['gateway.admin', { listen: '127.0.0.1:0' }, 'Choose another address with gateway.admin.'],
  ])('exits with 69 if the port of %s is in use', async (setting, section, advice) => {
    const other = createServer().listen(0, '127.0.0.1');
    await using _ = other;
    await once(other, 'listening');
    const { port } = Object(other.address());
    const address = `127.0.0.1:${port}`;
    const file = join(mkdtempSync(join(tmpdir(), 'understudy-port-')), 'config.json');
    const gateway = { ...section, [setting.slice('gateway.'.length)]: address };
    writeFileSync(file, JSON.stringify({ gateway }));
    const { code, stderr } = await runInPipe(['serve', '--config', file]);
    rmSync(dirname(file), { recursive: true });
    expect(code).toBe(69);
    expect(stderr).toBe(
      `error: The gateway cannot listen on ${address}: the port is in use.\n  ${advice}\n`,
    );
  });

  it('advises no setting of a file if the port of the demo is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await using _ = other;
    await once(other, 'listening');
    const { port } = Object(other.address());
    const { code, stderr } = await runInPipe(['serve', '--demo', '--port', String(port)]);
    expect(code).toBe(69);
    expect(stderr).toContain('\n  Choose another address with --host and --port.\n');
  });

  it('serves the demo without a file, a key or a network', async () => {
    await using server = await startServe({ config: {}, words: ['--demo'] });
    await server.untilLog('listening', 2);
    await expectComplete([await openStream(server.url, { model: 'demo' })]);
    await expectComplete([await openStream(server.url, { model: 'claude-demo' })]);
    const listed = Object(await (await fetch(`${server.url}/v1/models`)).json()).data;
    expect(JSON.stringify(listed)).not.toContain('google/');
    const { url: adminUrl } = Object(server.log('listening')[1]);
    const fault = { server: 'openai', fault: 'overloaded', times: 1 };
    const changed = await fetch(`${adminUrl}/admin/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    expect(await changed.json()).toMatchObject({
      servers: [{ id: 'openai', active: { fault: 'overloaded', times: 1 } }, { id: 'anthropic' }],
    });
    await expectComplete([await openStream(adminUrl, { model: 'demo' })]);
    await server.untilLog('request', 4);
    expect(server.log('request')).toMatchObject([
      { model: 'demo', target: 'openai/gpt-5-mini' },
      { model: 'claude-demo', target: 'openai/gpt-5-mini' },
      { path: '/v1/models', status: 200 },
      { model: 'demo', target: 'anthropic/claude-sonnet-5' },
    ]);
    expect(await (await fetch(`${adminUrl}/admin/faults`)).json()).toMatchObject({
      servers: [{ active: null }, { active: null }],
    });
  });

  it('is loaded by no other command', async () => {
    const hook = `import { registerHooks } from 'node:module';
registerHooks({
  load: (url, context, next) => {
    if (/\\/(?:fastify|zod|gateway)\\//.test(url)) process.stderr.write('loaded ' + url);
    return next(url, context);
  },
});`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
    const { code, stderr } = await runInPipe(['providers', '--json'], { env: { NODE_OPTIONS } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const served = await runInPipe(['serve', '--check'], { env: { NODE_OPTIONS } });
    expect(served.stderr).toMatch(/loaded \S+\/gateway\//);
  });
});
