import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Agent } from 'undici';
import { expect, it, onTestFinished, vi } from 'vitest';

import type { UndiciHttp } from '../src/http/undici-http.ts';
import { ask, createHttp, readerOf, reasonOf, textOf } from './http-client.ts';
import { answer, chunk, chunkedHead, RawServer } from './http-server.ts';

const closed = { name: 'UnderstudyError', code: 'closed' };

/** The sockets and look-ups of this process; its timers are vitest's too, those of ours are the clock's. */
function resources(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => /TCP(?:Socket|Connect)|TLS|GetAddrInfo/.test(kind))
    .toSorted();
}

it('close ends what connects, what waits and what reads, and leaves nothing open', async () => {
  const before = resources();
  const server = await RawServer.start(async (connection) => {
    const request = await connection.request();
    if (request.startsWith('POST /body')) connection.socket.write(chunkedHead);
    if (request.startsWith('POST /kept')) connection.socket.write(answer('whole'));
  });
  const { http, clock } = createHttp();
  const { signal } = new AbortController();
  const { body } = await http.request(ask(server.url('/body'), { signal }));
  const read = reasonOf(readerOf(body).next());
  const waits = reasonOf(http.request(ask(server.url('/wait'), { signal })));
  const kept = await http.request(ask(server.url('/kept'), { signal }));
  await textOf(kept.body);
  const secure = new URL(`https://127.0.0.1:${server.port}`);
  const connects = reasonOf(http.request(ask(secure, { signal })));
  const proxied = reasonOf(http.request(ask(secure, { signal, proxy: server.url() })));
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

it('close waits until the sockets are gone', async () => {
  const server = await RawServer.start();
  const { http } = createHttp();
  const before = resources();
  const secure = new URL(`https://127.0.0.1:${server.port}`);
  const connects = reasonOf(http.request(ask(secure)));
  expect(resources()).not.toEqual(before);
  await http.close();
  expect(resources()).toEqual(before);
  expect(await connects).toMatchObject(closed);
});

it('close may be called again', async () => {
  const { http } = createHttp();
  expect(await Promise.all([http.close(), http.close()])).toEqual([undefined, undefined]);
});

it('a request after close is refused without a socket', async () => {
  const server = await RawServer.start();
  const { http, clock } = createHttp();
  await http.close();
  expect(await reasonOf(http.request(ask(server.url())))).toMatchObject(closed);
  await nextTurn();
  expect(server.connections).toHaveLength(0);
  expect(clock.timerCount).toBe(0);
});

it('a dispatcher that was given is used, and left open by close', async () => {
  const server = await RawServer.start(async (connection) => {
    await connection.answer(answer('first'));
    await connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')]));
  });
  const dispatcher = new Agent();
  const dispatch = vi.spyOn(dispatcher, 'dispatch');
  onTestFinished(() => dispatcher.destroy());
  const { http } = createHttp({ dispatcher });
  const first = await http.request(ask(server.url()));
  expect(await textOf(first.body)).toBe('first');
  const second = await http.request(ask(server.url()));
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

it('a request that waits in the queue of a given dispatcher leaves without being sent', async () => {
  const server = await RawServer.start();
  const dispatcher = new Agent({ connections: 1, allowH2: false });
  onTestFinished(() => dispatcher.destroy());
  const { http, clock } = createHttp({ dispatcher });
  const first = http.request(ask(server.url('/first')));
  const controller = new AbortController();
  const request = ask(server.url('/second'), { signal: controller.signal });
  const second = reasonOf(http.request(request));
  const connection = await server.connection();
  await connection.request();
  controller.abort('enough');
  expect(await second).toBe('enough');
  connection.socket.write(answer('whole'));
  await textOf((await first).body);
  await connection.closed;
  expect(connection.received).toBe('');
  expect(clock.timerCount).toBe(0);
});

it.each([
  {
    how: 'an abort',
    expected: 'enough',
    end: (_: UndiciHttp, abort: AbortController) => abort.abort('enough'),
  },
  {
    how: 'close',
    expected: expect.objectContaining(closed),
    end: (http: UndiciHttp) => http.close(),
  },
])(
  'what ends by $how while it waits a turn is given to no dispatcher',
  async ({ end, expected }) => {
    const server = await RawServer.start(async (connection) => {
      for (;;) await connection.answer(answer('whole'));
    });
    const dispatcher = new Agent({ allowH2: false });
    onTestFinished(() => dispatcher.destroy());
    const dispatch = vi.spyOn(dispatcher, 'dispatch');
    const { http, clock } = createHttp({ dispatcher });
    const first = await http.request(ask(server.url()));
    await textOf(first.body);
    const controller = new AbortController();
    const { signal } = controller;
    const failure = reasonOf(http.request(ask(server.url(), { signal })));
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
