import { getEventListeners } from 'node:events';

import { describe, expect, it } from 'vitest';

import { ask, createHttp, readerOf, reasonOf } from './http-client.ts';
import { answer, chunk, chunkedHead, lastChunk, RawServer } from './http-server.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('an abort of the caller', () => {
  it('before the request opens no socket', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const reason = new Error('not wanted');
    const signal = AbortSignal.abort(reason);
    expect(await reasonOf(http.request(ask(server.url(), { signal })))).toBe(reason);
    expect(server.connections).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
    expect(listeners(signal)).toBe(0);
  });

  it('in the turn of the request sends nothing', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const response = http.request(ask(server.url(), { signal: controller.signal }));
    const reason = { any: 'thing' };
    controller.abort(reason);
    expect(await reasonOf(response)).toBe(reason);
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
    await http.close();
    expect(server.connections.map(({ received }) => received).join('')).toBe('');
  });

  it('while connecting closes the socket', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const response = http.request(ask(url, { signal: controller.signal }));
    const connection = await server.connection();
    controller.abort('enough');
    expect(await reasonOf(response)).toBe('enough');
    await connection.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('while waiting for headers closes the socket', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const response = http.request(ask(server.url(), { signal: controller.signal }));
    const connection = await server.connection();
    await connection.request();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reasonOf(response)).toBe(reason);
    await connection.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('within the body closes the socket and drops what was not read', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { signal } = controller;
    const more = Promise.withResolvers<void>();
    const arrivals = [(): void => {}, more.resolve];
    const onBytes = (): void => arrivals.shift()?.();
    const { body } = await http.request(ask(server.url(), { signal, onBytes }));
    const reader = readerOf(body);
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('one');
    server.connections[0]?.socket.write(chunk('two'));
    await more.promise;
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reasonOf(reader.next())).toBe(reason);
    expect(await reasonOf(reader.next())).toBe(reason);
    await server.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('ends a read that is under way', async () => {
    const server = await RawServer.start((connection) => connection.answer(chunkedHead));
    const { http } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(ask(server.url(), { signal: controller.signal }));
    const read = readerOf(body).next();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reasonOf(read)).toBe(reason);
    await server.connections[0]?.closed;
  });

  it('after the end is not listened for', async () => {
    const server = await RawServer.start((connection) => connection.answer(answer('whole')));
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(ask(server.url(), { signal: controller.signal }));
    const reader = readerOf(body);
    await reader.next();
    await reader.next();
    expect(listeners(controller.signal)).toBe(0);
    expect(clock.timerCount).toBe(0);
    controller.abort();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('while the rest is drained closes the socket', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(ask(server.url(), { signal: controller.signal }));
    const reader = readerOf(body);
    await reader.next();
    await reader.return?.();
    expect(clock.timerCount).toBe(1);
    controller.abort();
    await server.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });
});

describe('leaving a body before its end', () => {
  it('drains a short rest and keeps the connection', async () => {
    const server = await RawServer.start(async (connection) => {
      await connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')]));
      await Promise.resolve();
      connection.socket.write(Buffer.concat([chunk('x'.repeat(60_000)), Buffer.from(lastChunk)]));
      await connection.answer(answer('second'));
    });
    const { http, clock } = createHttp();
    const { body } = await http.request(ask(server.url()));
    for await (const bytes of body) {
      expect(Buffer.from(bytes).toString()).toMatch(/^one/);
      break;
    }
    while (clock.timerCount > 0) await clock.advance(0);
    const second = await http.request(ask(server.url()));
    expect(second.status).toBe(200);
    expect(server.connections).toHaveLength(1);
  });

  it('closes the connection when more than 64 KiB are left', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const { body } = await http.request(ask(server.url()));
    const reader = readerOf(body);
    await reader.next();
    await reader.return?.();
    server.connections[0]?.socket.write(chunk('x'.repeat(70_000)));
    await server.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('closes the connection when the rest takes longer than 50 ms', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const { body } = await http.request(ask(server.url()));
    const reader = readerOf(body);
    await reader.next();
    await reader.return?.();
    await clock.advance(49);
    expect(server.connections[0]?.socket.destroyed).toBe(false);
    expect(clock.timerCount).toBe(1);
    await clock.advance(1);
    await server.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('ends the read that was under way, and every later one', async () => {
    const server = await RawServer.start((connection) => connection.answer(chunkedHead));
    const { http } = createHttp();
    const { body } = await http.request(ask(server.url()));
    const reader = readerOf(body);
    const read = reader.next();
    await reader.return?.();
    expect(await read).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('after its end changes nothing', async () => {
    const server = await RawServer.start((connection) => connection.answer(answer('whole')));
    const { http, clock } = createHttp();
    const { body } = await http.request(ask(server.url()));
    const reader = readerOf(body);
    await reader.next();
    await reader.next();
    await reader.return?.();
    expect(clock.timerCount).toBe(0);
  });
});
