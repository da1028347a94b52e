import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import type { ChatEvent } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { ollama } from '../src/index.ts';
import { lastLine, createLine } from './decode-reads.ts';

/** A server that sends no headers for a chat until `respond()`. `running` is its reply to `GET /api/ps`. */
class SlowServer implements AsyncDisposable {
  readonly paths: string[] = [];
  readonly #server: Server;
  readonly url: string;
  #pending: ServerResponse | undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(running: string | undefined): Promise<SlowServer> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const slow = new SlowServer(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      slow.paths.push(request.url ?? '');
      request.resume();
      if (request.url === '/api/chat') slow.#pending = response;
      else if (running === undefined) response.writeHead(404).end('404 page not found');
      else response.writeHead(200, { 'content-type': 'application/json' }).end(running);
    });
    return slow;
  }

  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  respond(...lines: readonly object[]): void {
    this.#pending?.writeHead(200, { 'content-type': 'application/x-ndjson' });
    this.#pending?.end(lines.map((value) => `${JSON.stringify(value)}\n`).join(''));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

const loaded = JSON.stringify({ models: [{ name: 'tiny:latest', model: 'tiny:latest' }] });
const another = JSON.stringify({ models: [{ name: 'other', model: 'other' }] });
const messages = [{ role: 'user', content: 'Hi' }] as const;

/** The server runs in this process: what it has sent is read in the next turns of the event loop. */
async function waitTurns(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

interface Run {
  readonly events: readonly ChatEvent[];
  readonly error: unknown;
}

/** Runs a chat whose headers arrive after `loadMs` of virtual time. */
async function run(server: SlowServer, loadMs: number): Promise<Run> {
  const clock = new ManualClock();
  await using understudy = createUnderstudy({
    providers: [ollama({ baseUrl: server.url })],
    timeouts: { headersMs: 600_000 },
    retry: { maxRetries: 0 },
    ports: { clock },
  });
  const events: ChatEvent[] = [];
  let error: unknown;
  const read = async (): Promise<void> => {
    try {
      for await (const event of understudy.chat({ model: 'ollama/tiny', messages })) {
        events.push(event);
      }
    } catch (thrown) {
      error = thrown;
    }
  };
  const reading = read();
  await vi.waitUntil(() => server.isWaiting);
  while (clock.now() < loadMs) {
    await clock.advance(5000);
    await waitTurns();
  }
  server.respond(createLine({ content: 'Teal.' }), lastLine);
  await reading;
  return { events, error };
}

describe('ollama while a model is loaded', () => {
  it('reports progress, which restarts the first-content timeout', async () => {
    await using server = await SlowServer.start(loaded);
    const { events, error } = await run(server, 200_000);
    expect(error).toBeUndefined();
    const progress = events.filter(({ type }) => type === 'progress');
    expect(progress.length).toBeGreaterThan(5);
    expect(new Set(progress.map((event) => JSON.stringify(event)))).toEqual(
      new Set(['{"type":"progress","activity":"loading"}']),
    );
    expect(events.findLast(({ type }) => type === 'text-delta')).toMatchObject({ text: 'Teal.' });
  });

  it('asks nothing if the headers arrive soon', async () => {
    await using server = await SlowServer.start(loaded);
    const { events } = await run(server, 0);
    expect(events.some(({ type }) => type === 'progress')).toBe(false);
    expect(server.paths).toEqual(['/api/chat']);
  });

  it('is a timeout if another model is loaded', async () => {
    await using server = await SlowServer.start(another);
    const { events, error } = await run(server, 200_000);
    expect(error).toMatchObject({ code: 'timeout', phase: 'first-content' });
    expect(events.some(({ type }) => type === 'progress')).toBe(false);
  });

  it('asks once if the server has no list of loaded models', async () => {
    await using server = await SlowServer.start(undefined);
    const { error } = await run(server, 200_000);
    expect(error).toMatchObject({ code: 'timeout' });
    expect(server.paths).toEqual(['/api/chat', '/api/ps']);
  });

  it('is limited by progressMs', async () => {
    await using server = await SlowServer.start(loaded);
    const { error } = await run(server, 500_000);
    expect(error).toMatchObject({ code: 'timeout' });
  });
});
