import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Agent } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import type { OwnHttp } from '../src/runtime/create-http.ts';
import {
  postRequest,
  createHttp,
  readerOf,
  reasonOf,
  textOf,
  shortTimeout,
} from './http-client.ts';
import { httpResponse, chunk, chunkedHead, RawServer } from './http-server.ts';

const closed = { name: 'UnderstudyError', code: 'closed' };

/** Returns the open sockets and DNS lookups of this process. Timers are left out, because Vitest has its own. */
function resources(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => /TCP(?:Socket|Connect)|TLS|GetAddrInfo/.test(kind))
    .toSorted();
}

describe('close()', () => {
  it('aborts requests in every phase and leaves nothing open', shortTimeout, async () => {
    const before = resources();
    const server = await RawServer.start(async (connection) => {
      const request = await connection.request();
      if (request.startsWith('POST /body')) connection.socket.write(chunkedHead);
      if (request.startsWith('POST /kept')) connection.socket.write(httpResponse('complete'));
    });
    const { http, clock } = createHttp();
    const { signal } = new AbortController();
    const { body } = await http.request(postRequest(server.url('/body'), { signal }));
    const read = reasonOf(readerOf(body).next());
    const waits = reasonOf(http.request(postRequest(server.url('/wait'), { signal })));
    const kept = await http.request(postRequest(server.url('/kept'), { signal }));
    await textOf(kept.body);
    const secure = new URL(`https://127.0.0.1:${server.port}`);
    const connects = reasonOf(http.request(postRequest(secure, { signal })));
    const proxied = reasonOf(http.request(postRequest(secure, { signal, proxy: server.url() })));
    await server.connection(5);
    await http.close();
    for (const failure of [read, waits, connects, proxied]) {
      expect(await failure).toMatchObject(closed);
    }
    for (const connection of server.connections) await connection.closed;
    expect(clock.timerCount).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await server.stop();
    await nextTurn();
    expect(resources()).toEqual(before);
  });

  it('resolves when the sockets are closed', async () => {
    const server = await RawServer.start();
    const { http } = createHttp();
    const before = resources();
    const secure = new URL(`https://127.0.0.1:${server.port}`);
    const connects = reasonOf(http.request(postRequest(secure)));
    expect(resources()).not.toEqual(before);
    await http.close();
    expect(resources()).toEqual(before);
    expect(await connects).toMatchObject(closed);
  });

  it('can be called twice', async () => {
    const { http } = createHttp();
    expect(await Promise.all([http.close(), http.close()])).toEqual([undefined, undefined]);
  });

  it('rejects later requests without opening a socket', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    await http.close();
    expect(await reasonOf(http.request(postRequest(server.url())))).toMatchObject(closed);
    await nextTurn();
    expect(server.connections).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
  });

  it('does not close the dispatcher of the app', async () => {
    const server = await RawServer.start(async (connection) => {
      await connection.respond(httpResponse('first'));
      await connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')]));
    });
    const dispatcher = new Agent();
    const dispatch = vi.spyOn(dispatcher, 'dispatch');
    onTestFinished(() => dispatcher.destroy());
    const { http } = createHttp({ dispatcher });
    const first = await http.request(postRequest(server.url()));
    expect(await textOf(first.body)).toBe('first');
    const second = await http.request(postRequest(server.url()));
    const reader = readerOf(second.body);
    await reader.next();
    expect(dispatch).toHaveBeenCalledTimes(2);
    expect(server.connections).toHaveLength(1);
    await http.close();
    expect(await reasonOf(reader.next())).toMatchObject(closed);
    await server.connections[0]?.closed;
    expect(dispatcher.closed).toBe(false);
    expect(dispatcher.destroyed).toBe(false);
  });

  it('does not send a request that is aborted in the queue of the dispatcher of the app', async () => {
    const server = await RawServer.start();
    const dispatcher = new Agent({ connections: 1, allowH2: false });
    onTestFinished(() => dispatcher.destroy());
    const { http, clock } = createHttp({ dispatcher });
    const first = http.request(postRequest(server.url('/first')));
    const controller = new AbortController();
    const request = postRequest(server.url('/second'), { signal: controller.signal });
    const second = reasonOf(http.request(request));
    const connection = await server.connection();
    await connection.request();
    controller.abort('enough');
    expect(await second).toBe('enough');
    connection.socket.write(httpResponse('complete'));
    await textOf((await first).body);
    await connection.closed;
    expect(connection.received).toBe('');
    expect(clock.timerCount).toBe(0);
  });

  it.each([
    {
      how: 'an abort',
      expected: 'enough',
      end: (_: OwnHttp, abort: AbortController) => abort.abort('enough'),
    },
    {
      how: 'close',
      expected: expect.objectContaining(closed),
      end: (http: OwnHttp) => http.close(),
    },
  ])(
    'does not dispatch a request that ends by $how in the same tick',
    async ({ end, expected }) => {
      const server = await RawServer.start(async (connection) => {
        for (;;) await connection.respond(httpResponse('complete'));
      });
      const dispatcher = new Agent({ allowH2: false });
      onTestFinished(() => dispatcher.destroy());
      const dispatch = vi.spyOn(dispatcher, 'dispatch');
      const { http, clock } = createHttp({ dispatcher });
      const first = await http.request(postRequest(server.url()));
      await textOf(first.body);
      const controller = new AbortController();
      const { signal } = controller;
      const failure = reasonOf(http.request(postRequest(server.url(), { signal })));
      await end(http, controller);
      expect(await failure).toEqual(expected);
      await nextTurn();
      await nextTurn();
      expect(dispatch).toHaveBeenCalledTimes(1);
      expect(clock.timerCount).toBe(0);
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      expect(server.connections[0]?.socket.destroyed).toBe(false);
    },
  );
});
