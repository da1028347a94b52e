import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import type { Timeouts, Understudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { Agent, buildConnector } from 'undici';
import type { Dispatcher } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';

import { failureOf } from './scripted-understudy.ts';
import { createTestedPorts } from './tested-http.ts';

// The time and the timers are those of the host: sockets, the timers of undici and a blocked event loop are the
// subject.

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return new URL(`http://127.0.0.1:${address.port}/`);
}

/** A server that responds after a delay. */
function startServer(delayMs: number): Promise<URL> {
  return listen(
    createServer((_request, response) => void setTimeout(() => response.end('hi'), delayMs)),
  );
}

function start(url: URL, timeouts: Partial<Timeouts>, dispatcher?: Dispatcher): Understudy {
  const definition = defineProvider({
    id: 'page',
    label: 'Page',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'text' }],
    credentialEnvVars: [],
    create: () => ({
      async models({ http, signal }) {
        const { body } = await http.request({ method: 'GET', url, headers: {}, signal });
        await Array.fromAsync(body);
        return [{ id: 'live' }];
      },
      async *chat(_request, { http, signal }) {
        const { body } = await http.request({ method: 'POST', url, headers: {}, signal });
        for await (const bytes of body) {
          yield { type: 'text-delta', text: Buffer.from(bytes).toString() };
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
  const understudy = createUnderstudy({
    providers: [definition],
    timeouts,
    retry: { maxRetries: 0 },
    dispatcher,
    ports: createTestedPorts(),
  });
  onTestFinished(async () => {
    await understudy.close();
    await dispatcher?.destroy();
  });
  return understudy;
}

const request = { model: 'page/text', messages: [{ role: 'user', content: 'x' }] } as const;

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("the connect timeout with the app's own dispatcher", () => {
  it('does not count the wait for a free connection', async () => {
    const dispatcher = new Agent({ connections: 2 });
    const understudy = start(await startServer(100), { connectMs: 60 }, dispatcher);
    // The second time, no connection is opened at all.
    for (let round = 0; round < 2; round += 1) {
      const texts = Array.from({ length: 10 }, () => understudy.chat(request).text());
      expect(await Promise.all(texts)).toEqual(Array(10).fill('hi'));
    }
    expect(understudy.health()).toMatchObject([{ breaker: 'closed' }]);
  });

  it('applies while a connection is being opened', async () => {
    const url = await startServer(0);
    // A connector that never reports its socket.
    const dispatcher = new Agent({
      connect: () => connect(Number(url.port), url.hostname).on('error', () => {}),
    });
    const understudy = start(url, { connectMs: 50, firstContentMs: 2000 }, dispatcher);
    expect(await failureOf(understudy.chat(request).text())).toMatchObject({
      code: 'timeout',
      phase: 'connect',
      message: expect.stringContaining('within 0.05 s (timeouts.connectMs)'),
    });
  });

  it('starts again with a later connection', async () => {
    const url = await startServer(0);
    const connector = buildConnector({});
    let attempts = 0;
    const dispatcher = new Agent({
      connect: (options, callback) => {
        attempts += 1;
        setTimeout(() => connector(options, callback), attempts === 1 ? 30 : 500);
      },
    });
    const understudy = start(url, { connectMs: 150 }, dispatcher);
    expect(await understudy.chat(request).text()).toBe('hi');
    const both = [understudy.chat(request).text(), failureOf(understudy.chat(request).text())];
    expect(await Promise.all(both)).toMatchObject(['hi', { code: 'timeout', phase: 'connect' }]);
  });
});

describe('an app that blocks the event loop', () => {
  it.each([
    ['its own sockets', undefined],
    ['a dispatcher of the app', new Agent()],
  ])('causes no timeout, over %s', async (_name, dispatcher) => {
    const url = await startServer(5);
    const understudy = start(
      url,
      { connectMs: 100, firstContentMs: 200, headersMs: 200 },
      dispatcher,
    );
    for (let index = 0; index < 4; index += 1) {
      const text = understudy.chat(request).text();
      block(250);
      expect(await text).toBe('hi');
    }
    expect(understudy.health()).toMatchObject([{ breaker: 'closed' }]);
  });

  it('causes no timeout if it is blocked for almost the whole limit, several times', async () => {
    const understudy = start(await startServer(20), { connectMs: 100, firstContentMs: 100 });
    const text = understudy.chat(request).text();
    for (let index = 0; index < 5; index += 1) {
      block(90);
      await new Promise(setImmediate);
    }
    expect(await text).toBe('hi');
  });

  it('causes no idle timeout while a pull waits', async () => {
    const server = createServer((_request, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 100);
    });
    const understudy = start(await listen(server), { idleMs: 300 });
    const text = understudy.chat(request).text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    block(500);
    expect(await text).toBe('ab');
  });

  it.each(['headersMs', 'firstContentMs'] as const)(
    'all the time does not prevent %s',
    async (timeout) => {
      const understudy = start(await startServer(60_000), { [timeout]: 100 });
      const state = { settled: false };
      const failing = failureOf(understudy.chat(request).text()).finally(
        () => (state.settled = true),
      );
      while (!state.settled) {
        block(30);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      expect(await failing).toMatchObject({ code: 'timeout' });
    },
  );

  it('causes no timeout of models()', async () => {
    const url = await startServer(20);
    const understudy = start(url, { totalMs: 100 });
    await understudy.chat(request).text();
    const models = understudy.models('page');
    setImmediate(() => block(250));
    expect(await models).toEqual({ models: [{ id: 'live' }], source: 'live' });
  });

  it('does not prevent the timeout of a server that sends nothing', async () => {
    const understudy = start(await startServer(60_000), { firstContentMs: 100 });
    const failing = failureOf(understudy.chat(request).text());
    block(150);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'first-content' });
  });
});
