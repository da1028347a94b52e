import { once } from 'node:events';
import { connect } from 'node:net';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { createGateway, createKey } from '@understudy/gateway';
import { ReloadableGateway, readGatewaySection, toSettings } from '@understudy/gateway/config';
import type { LoadedConfig, ReloadResult } from '@understudy/gateway/config';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

interface Runtime {
  readonly baseUrl: string;
}

type Config = LoadedConfig<Runtime>;

const first = createKey('web');
const second = createKey('web');
const words = Array.from({ length: 20 }, (_, index) => `word${index}`).join(' ');

function createConfig(section: object, { baseUrl }: Runtime): Config {
  return { section: readGatewaySection(section), runtime: { baseUrl }, names: [] };
}

function createRuntime({ baseUrl }: Runtime) {
  if (baseUrl === '') throw new Error('no address');
  return createUnderstudy({ providers: [openai({ apiKey: 'any', baseUrl })] });
}

async function startReloadable(initial: Config) {
  const understudy = createRuntime(initial.runtime);
  const gateway = createGateway({ understudy, ...toSettings(initial) });
  let next: () => Config = () => initial;
  const reloadable = new ReloadableGateway(initial, understudy, {
    load: async () => next(),
    createUnderstudy: createRuntime,
    listeners: [{ gateway, settings: toSettings }],
  });
  return {
    reloadable,
    gateway,
    url: await gateway.listen({ port: 0 }),
    reload: (load: () => Config): Promise<ReloadResult> => {
      next = load;
      return reloadable.reload();
    },
    [Symbol.asyncDispose]: async () => {
      await gateway.close({ graceMs: 0 });
      await reloadable.close();
    },
  };
}

interface Sent {
  readonly status: number;
  readonly body: Promise<string>;
}

/** Resolves when the first content has arrived, or the error. */
async function send(url: string, key: string, content = words): Promise<Sent> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      model: 'openai/gpt-5-mini',
      stream: true,
      messages: [{ role: 'user', content }],
    }),
  });
  return { status: response.status, body: response.text() };
}

async function sendMany(url: string, key: string): Promise<readonly Sent[]> {
  return Promise.all(Array.from({ length: 20 }, () => send(url, key)));
}

async function expectComplete(streams: readonly Sent[]): Promise<void> {
  for (const { status, body } of streams) {
    expect(status).toBe(200);
    const text = await body;
    expect(contentOf(text)).toContain('word19');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  }
}

function contentOf(stream: string): string {
  return [...stream.matchAll(/"content":"([^"]*)"/g)].map(([, text]) => text).join('');
}

const slow = { chunkIntervalMs: 10 };

describe('ReloadableGateway', () => {
  it('changes a key during 20 streams and keeps the runtime', async () => {
    await using emulator = await startOpenAiEmulator(slow);
    const runtime = { baseUrl: emulator.baseUrl };
    const started = createConfig({ keys: [first.entry] }, runtime);
    await using server = await startReloadable(started);
    const { understudy } = server.reloadable;
    const streams = await sendMany(server.url, first.key);
    const result = await server.reload(() => createConfig({ keys: [second.entry] }, runtime));
    expect(result).toEqual({ outcome: 'applied', runtimeReplaced: false, restartRequired: [] });
    expect(server.reloadable.understudy).toBe(understudy);
    expect(server.gateway.openChats).toBe(20);
    expect((await send(server.url, first.key)).status).toBe(401);
    expect((await send(server.url, second.key, 'Hi')).status).toBe(200);
    await expectComplete(streams);
  });

  it('replaces the runtime during 20 streams, and closes the previous one after the last', async () => {
    await using one = await startOpenAiEmulator(slow);
    await using two = await startOpenAiEmulator();
    await using server = await startReloadable(createConfig({}, { baseUrl: one.baseUrl }));
    const previous = server.reloadable.understudy;
    const streams = await sendMany(server.url, 'any');
    const result = await server.reload(() => createConfig({}, { baseUrl: two.baseUrl }));
    expect(result).toMatchObject({ outcome: 'applied', runtimeReplaced: true });
    await (
      await send(server.url, 'any', 'Hi')
    ).body;
    expect(two.requests.length).toBe(1);
    await expectComplete(streams);
    await expect.poll(() => isClosed(previous)).toBe(true);
    expect(await isClosed(server.reloadable.understudy)).toBe(false);
  });

  it('completes streams that started before a change of a key and one of the runtime', async () => {
    await using one = await startOpenAiEmulator(slow);
    await using two = await startOpenAiEmulator();
    const runtime = { baseUrl: one.baseUrl };
    await using server = await startReloadable(createConfig({ keys: [first.entry] }, runtime));
    const streams = await sendMany(server.url, first.key);
    const section = { keys: [second.entry] };
    await server.reload(() => createConfig(section, runtime));
    const result = await server.reload(() => createConfig(section, { baseUrl: two.baseUrl }));
    expect(result).toMatchObject({ outcome: 'applied', runtimeReplaced: true });
    await expectComplete(streams);
  });

  it.each([
    [
      'a file that is not valid',
      () => createConfig({ keys: 1 }, { baseUrl: 'http://a' }),
      'gateway.keys',
    ],
    ['a runtime that cannot be created', () => createConfig({}, { baseUrl: '' }), undefined],
  ])('keeps everything during 20 streams after %s', async (_name, load, path) => {
    await using emulator = await startOpenAiEmulator(slow);
    const started = createConfig({ keys: [first.entry] }, { baseUrl: emulator.baseUrl });
    await using server = await startReloadable(started);
    const streams = await sendMany(server.url, first.key);
    const { understudy } = server.reloadable;
    const result = await server.reload(load);
    expect(result).toMatchObject({ outcome: 'failed', path });
    expect(server.reloadable.failure).toBe(result);
    expect(server.reloadable.understudy).toBe(understudy);
    expect(server.reloadable.config).toBe(started);
    expect((await send(server.url, first.key, 'Hi')).status).toBe(200);
    await expectComplete(streams);
    expect(await server.reload(() => started)).toEqual({ outcome: 'unchanged' });
    expect(server.reloadable.failure).toBeUndefined();
  });

  it('reports listeners that need a restart, and applies the rest', async () => {
    await using emulator = await startOpenAiEmulator();
    const runtime = { baseUrl: emulator.baseUrl };
    await using server = await startReloadable(createConfig({}, runtime));
    const section = { listen: '127.0.0.1:1', maxBodyBytes: 5, keys: [first.entry] };
    expect(await server.reload(() => createConfig(section, runtime))).toEqual({
      outcome: 'applied',
      runtimeReplaced: false,
      restartRequired: ['gateway.listen', 'gateway.maxBodyBytes'],
    });
    expect((await send(server.url, 'any')).status).toBe(401);
  });

  it.each([
    [{ listen: '0.0.0.0:1', keys: [first.entry] }, 'gateway.keys', 'gateway.listen'],
    [
      { keys: [first.entry], admin: '0.0.0.0:2', adminKeys: [second.entry] },
      'gateway.adminKeys',
      'gateway.admin',
    ],
  ])('keeps the keys of a listener that other machines reach', async (section, path, setting) => {
    await using emulator = await startOpenAiEmulator();
    const runtime = { baseUrl: emulator.baseUrl };
    const started = createConfig(section, runtime);
    await using server = await startReloadable(started);
    const loopback = { keys: path === 'gateway.keys' ? [] : [first.entry] };
    const result = await server.reload(() => createConfig(loopback, runtime));
    expect(result).toMatchObject({ outcome: 'failed', path });
    expect(result).toMatchObject({ message: expect.stringContaining(`${setting} is `) });
    expect(server.reloadable.config).toBe(started);
    expect((await send(server.url, 'any')).status).toBe(401);
  });

  it.each([
    ['"insecure"', { insecure: true }],
    ['another key', { keys: [second.entry] }],
  ])('replaces the keys of a listener that other machines reach by %s', async (_name, section) => {
    await using emulator = await startOpenAiEmulator();
    const runtime = { baseUrl: emulator.baseUrl };
    const started = createConfig({ listen: '0.0.0.0:1', keys: [first.entry] }, runtime);
    await using server = await startReloadable(started);
    expect(await server.reload(() => createConfig(section, runtime))).toMatchObject({
      outcome: 'applied',
      restartRequired: ['gateway.listen'],
    });
    expect((await send(server.url, second.key)).status).toBe(200);
  });

  it.each([
    ['settings', 'http://127.0.0.1:1'],
    ['settings and the runtime', 'http://127.0.0.1:2'],
  ])('keeps everything if a listener does not accept the new %s', async (_name, baseUrl) => {
    const started = createConfig({ keys: [first.entry] }, { baseUrl: 'http://127.0.0.1:1' });
    const understudy = createRuntime(started.runtime);
    const settings = toSettings(started);
    await using accepting = createGateway({ understudy, ...settings });
    await using exposed = createGateway({ understudy, ...settings });
    await exposed.listen({ host: '0.0.0.0', port: 0 });
    const url = await accepting.listen({ port: 0 });
    const created: ReturnType<typeof createRuntime>[] = [];
    await using reloadable = new ReloadableGateway(started, understudy, {
      load: async () => createConfig({}, { baseUrl }),
      createUnderstudy: (runtime) => {
        const next = createRuntime(runtime);
        created.push(next);
        return next;
      },
      listeners: [accepting, exposed].map((gateway) => ({ gateway, settings: toSettings })),
    });
    const result = await reloadable.reload();
    expect(result).toMatchObject({ outcome: 'failed', path: 'settings.keys' });
    expect(reloadable.config).toBe(started);
    expect(reloadable.understudy).toBe(understudy);
    expect((await send(url, 'any')).status).toBe(401);
    expect(await Promise.all(created.map(isClosed))).toEqual(created.map(() => true));
  });

  it('serves a request whose body arrives during a reload with the new runtime', async () => {
    await using one = await startOpenAiEmulator();
    await using two = await startOpenAiEmulator();
    await using server = await startReloadable(createConfig({}, { baseUrl: one.baseUrl }));
    const previous = server.reloadable.understudy;
    const body = JSON.stringify({
      model: 'openai/gpt-5-mini',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    // The server confirms that it has read the head.
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    const [confirmation] = await once(socket, 'data');
    expect(String(confirmation)).toContain('100 Continue');
    socket.write(body.slice(0, 10));
    await server.reload(() => createConfig({}, { baseUrl: two.baseUrl }));
    await expect.poll(() => isClosed(previous)).toBe(true);
    socket.write(body.slice(10));
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/^HTTP\/1.1 200 OK/);
    socket.destroy();
    expect(two.requests.length).toBe(1);
  });
});

async function isClosed(understudy: ReturnType<typeof createRuntime>): Promise<boolean> {
  try {
    await understudy.models('openai');
    return false;
  } catch (error) {
    return isUnderstudyError(error) && error.code === 'closed';
  }
}
