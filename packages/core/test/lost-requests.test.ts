import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Http, Understudy, UnderstudyOptions } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import { ReplayHttp } from '@understudy/core/testing';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';

import { httpResponse, RawServer } from './http-server.ts';
import { failureOf } from './scripted-understudy.ts';
import { createTestedPorts } from './tested-http.ts';

type Options = Partial<Omit<UnderstudyOptions, 'providers' | 'settings'>>;

/** Creates a runtime with one provider, whose response is the body of one request. */
function start(url: URL, options: Options = {}): Understudy {
  const definition = defineProvider({
    id: 'page',
    label: 'Page',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'text' }],
    credentialEnvVars: [],
    create: () => ({
      async *chat(_request, { http, signal }) {
        const { body } = await http.request({
          method: 'POST',
          url,
          headers: {},
          body: 'x',
          signal,
        });
        for await (const bytes of body) {
          yield { type: 'text-delta', text: Buffer.from(bytes).toString() };
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
  const understudy = createUnderstudy({
    retry: { maxRetries: 0 },
    maxAttempts: 1,
    ...options,
    providers: [definition],
    ports: createTestedPorts(options.ports),
  });
  onTestFinished(() => understudy.close());
  return understudy;
}

const request = { model: 'page/text', messages: [{ role: 'user', content: 'x' }] } as const;

/** A server that responds to the first request of each connection, and resets the connection at the second one. */
function startResettingServer(): Promise<RawServer> {
  return RawServer.start(async (connection) => {
    await connection.respond(httpResponse('complete'));
    await connection.request();
    connection.socket.resetAndDestroy();
  });
}

async function fillPool(understudy: Understudy, count: number): Promise<void> {
  const chats = Array.from({ length: count }, () => understudy.chat(request).text());
  expect(await Promise.all(chats)).toEqual(chats.map(() => 'complete'));
}

describe('a request that a reused connection lost', () => {
  it('is sent again on a new connection: ten stale connections, ten responses', async () => {
    const server = await startResettingServer();
    const understudy = start(server.url());
    await fillPool(understudy, 10);
    const connections = server.connections.length;
    const chats = Array.from({ length: 10 }, () => understudy.chat(request));
    expect(await Promise.all(chats.map((chat) => chat.text()))).toEqual(
      chats.map(() => 'complete'),
    );
    expect(chats.map(({ attempts }) => attempts.map(({ requests }) => requests))).toEqual(
      chats.map(() => [2]),
    );
    expect(server.connections).toHaveLength(connections + 10);
    expect(understudy.health()).toMatchObject([{ breaker: 'closed', inFlight: 0 }]);
  });

  it('costs no attempt: 200 chats, and a server that closes idle connections after 2 ms', async () => {
    const server = createServer((_request, response) => void response.end('hi'));
    server.keepAliveTimeout = 2;
    server.keepAliveTimeoutBuffer = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const understudy = start(new URL(`http://127.0.0.1:${port}/`));
    // The pauses are real: the timer with which the server closes idle connections is one of the host.
    for (let chat = 0; chat < 200; chat += 1) {
      expect(await understudy.chat(request).text()).toBe('hi');
      if (chat % 3 > 0) await new Promise((resolve) => void setTimeout(resolve, chat % 3));
    }
  });

  it("is sent again by the app's own dispatcher", async () => {
    const server = await startResettingServer();
    const dispatcher = new Agent();
    const understudy = start(server.url(), { dispatcher });
    onTestFinished(() => dispatcher.destroy());
    await fillPool(understudy, 1);
    const chat = understudy.chat(request);
    expect(await chat.text()).toBe('complete');
    expect(chat.attempts).toMatchObject([{ outcome: 'succeeded', requests: 2 }]);
    expect(server.connections).toHaveLength(2);
  });

  it('is not sent again if the chat has effects, and counts for no breaker', async () => {
    const server = await startResettingServer();
    const understudy = start(server.url(), { breaker: { failures: 1 } });
    await fillPool(understudy, 1);
    const chat = understudy.chat({ ...request, effects: true });
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'connection-failed',
      reusedSocket: true,
    });
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', requests: 1 }]);
    expect(server.connections).toHaveLength(1);
    expect(understudy.health()).toMatchObject([{ breaker: 'closed' }]);
  });
});

/** An `Http` that loses the first requests. */
class LosingHttp implements Http {
  readonly #http = new ReplayHttp([{ body: ['complete'] }]);
  #losses: number;
  requests = 0;

  constructor(losses: number) {
    this.#losses = losses;
  }

  async request(...parameters: Parameters<Http['request']>): ReturnType<Http['request']> {
    this.requests += 1;
    this.#losses -= 1;
    if (this.#losses < 0) return this.#http.request(...parameters);
    const message = 'the connection was closed';
    throw new ProviderError({ code: 'connection-failed', message, reusedSocket: true });
  }
}

describe("a connection-failed with reusedSocket of an app's own Http", () => {
  const url = new URL('http://localhost/');

  it('is retried at once on the same target, and costs no attempt, retry or failure', async () => {
    const understudy = start(url, { ports: { http: new LosingHttp(1) }, breaker: { failures: 1 } });
    const chat = understudy.chat(request);
    expect(await chat.text()).toBe('complete');
    expect(chat.attempts).toMatchObject([
      { outcome: 'failed', next: { kind: 'retry', delayMs: 0 } },
      { outcome: 'succeeded' },
    ]);
    expect(understudy.health()).toMatchObject([{ breaker: 'closed' }]);
  });

  it('is retried once', async () => {
    const http = new LosingHttp(2);
    const understudy = start(url, { ports: { http } });
    expect(await failureOf(understudy.chat(request).text())).toMatchObject({
      code: 'connection-failed',
    });
    expect(http.requests).toBe(2);
  });

  it('is not retried in this way if the chat has effects', async () => {
    const http = new LosingHttp(1);
    const understudy = start(url, { ports: { http } });
    await failureOf(understudy.chat({ ...request, effects: true }).text());
    expect(http.requests).toBe(1);
  });
});
