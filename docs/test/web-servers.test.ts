import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

import { createAdaptorServer } from '@hono/node-server';
import type { Understudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { serveRoute } from './serve-route.ts';

let emulator: OpenAiEmulator;
let understudy: Understudy;
const servers: Server[] = [];
const urls: Record<string, string> = {};

async function listen(name: string, server: Server): Promise<void> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  urls[name] = `http://127.0.0.1:${address.port}/api/chat`;
}

beforeAll(async () => {
  emulator = await startOpenAiEmulator({ rules: [{ when: 'When?', response: 'At nine.' }] });
  process.env['OPENAI_API_KEY'] = 'sk-test';
  process.env['OPENAI_BASE_URL'] = emulator.baseUrl;
  ({ understudy } = await import('../examples/web-servers/src/understudy.ts'));
  const { app } = await import('../examples/web-servers/src/express-app.ts');
  const { POST } = await import('../examples/web-servers/app/api/chat/route.ts');
  const { app: fastifyApp } = await import('../examples/web-servers/src/fastify-app.ts');
  const { app: honoApp } = await import('../examples/web-servers/src/hono-app.ts');
  await fastifyApp.ready();
  await listen('Fastify', fastifyApp.server);
  await listen('Hono', createAdaptorServer({ fetch: honoApp.fetch }) as Server);
  await listen('Express', createServer(app));
  await listen('Next.js', serveRoute(POST));
});

beforeEach(() => {
  emulator.setFaults([]);
  understudy.resetHealth();
});

afterAll(async () => {
  await understudy.close();
  for (const server of servers) server.close().closeAllConnections();
  await emulator.close();
});

describe.each(['Express', 'Next.js', 'Fastify', 'Hono'])('the example of %s', (name) => {
  const send = (body: unknown, signal?: AbortSignal): Promise<Response> =>
    fetch(urls[name] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: signal ?? null,
    });

  it('streams the response as text', async () => {
    const response = await send({ question: 'When?' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('At nine.');
  });

  it('reports a failure before the first content with its status', async () => {
    emulator.setFaults([{ kind: 'invalid-key', times: 'always' }]);
    const response = await send({ question: 'When?' });
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ error: 'authentication-failed' });
  });

  it('breaks the connection after a failure in the response', async () => {
    emulator.setFaults([{ kind: 'truncated-stream', times: 'always' }]);
    const response = await send({ question: 'When?' });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('rejects a body without a question', async () => {
    expect((await send({ prompt: 'When?' })).status).toBe(400);
  });

  it('cancels the chat when the client disconnects within the response', async () => {
    emulator.setFaults(['stall-after-text']);
    const abort = new AbortController();
    const { body } = await send({ question: 'When?' }, abort.signal);
    await body?.getReader().read();
    const request = await emulator.nextRequest(({ fault }) => fault === 'stall-after-text');
    expect(request.ending).toBeUndefined();
    abort.abort();
    expect((await request.waitForEnd()).ending).toBe('client-aborted');
  });

  it('cancels the chat when the client disconnects before the response', async () => {
    emulator.setFaults(['stall-before-headers']);
    const abort = new AbortController();
    const response = send({ question: 'When?' }, abort.signal);
    const request = await emulator.nextRequest(({ fault }) => fault === 'stall-before-headers');
    abort.abort();
    await expect(response).rejects.toThrow('aborted');
    expect((await request.waitForEnd()).ending).toBe('client-aborted');
  });
});
