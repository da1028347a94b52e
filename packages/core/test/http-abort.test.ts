import { getEventListeners } from 'node:events';

import { describe, expect, it } from 'vitest';

import { postRequest, createHttp, readerOf, reasonOf, shortTimeout } from './http-client.ts';
import { httpResponse, chunk, chunkedHead, lastChunk, RawServer } from './http-server.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('an abort by the caller', () => {
  it('opens no socket if it happens before the request', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const reason = new Error('canceled');
    const signal = AbortSignal.abort(reason);
    expect(await reasonOf(http.request(postRequest(server.url(), { signal })))).toBe(reason);
    expect(server.connections).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
    expect(listeners(signal)).toBe(0);
  });

  it('sends nothing if it happens in the same tick as the request', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const response = http.request(postRequest(server.url(), { signal: controller.signal }));
    const reason = { any: 'thing' };
    controller.abort(reason);
    expect(await reasonOf(response)).toBe(reason);
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
    await http.close();
    expect(server.connections.map(({ received }) => received).join('')).toBe('');
  });

  it('closes the socket while it connects', shortTimeout, async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const response = http.request(postRequest(url, { signal: controller.signal }));
    const connection = await server.connection();
    controller.abort('enough');
    expect(await reasonOf(response)).toBe('enough');
    await connection.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('closes the socket while it waits for headers', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const response = http.request(postRequest(server.url(), { signal: controller.signal }));
    const connection = await server.connection();
    await connection.request();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reasonOf(response)).toBe(reason);
    await connection.closed;
    expect(clock.timerCount).toBe(0);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('closes the socket in the body and discards unread bytes', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { signal } = controller;
    const more = Promise.withResolvers<void>();
    const arrivals = [(): void => {}, more.resolve];
    const onBytes = (): void => arrivals.shift()?.();
    const { body } = await http.request(postRequest(server.url(), { signal, onBytes }));
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

  it('rejects a pending read', async () => {
    const server = await RawServer.start((connection) => connection.respond(chunkedHead));
    const { http } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(postRequest(server.url(), { signal: controller.signal }));
    const read = readerOf(body).next();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reasonOf(read)).toBe(reason);
    await server.connections[0]?.closed;
  });

  it('has no listener after the end of the response', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('complete')),
    );
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(postRequest(server.url(), { signal: controller.signal }));
    const reader = readerOf(body);
    await reader.next();
    await reader.next();
    expect(listeners(controller.signal)).toBe(0);
    expect(clock.timerCount).toBe(0);
    controller.abort();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('closes the socket while the remainder is drained', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { body } = await http.request(postRequest(server.url(), { signal: controller.signal }));
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

describe('an early return from a body', () => {
  it('drains a short remainder and keeps the connection', async () => {
    const server = await RawServer.start(async (connection) => {
      await connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')]));
      await Promise.resolve();
      connection.socket.write(Buffer.concat([chunk('x'.repeat(60_000)), Buffer.from(lastChunk)]));
      await connection.respond(httpResponse('second'));
    });
    const { http, clock } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    for await (const bytes of body) {
      expect(Buffer.from(bytes).toString()).toMatch(/^one/);
      break;
    }
    while (clock.timerCount > 0) await clock.advance(0);
    const second = await http.request(postRequest(server.url()));
    expect(second.status).toBe(200);
    expect(server.connections).toHaveLength(1);
  });

  it('closes the connection if more than 64 KiB remain', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const reader = readerOf(body);
    await reader.next();
    await reader.return?.();
    server.connections[0]?.socket.write(chunk('x'.repeat(70_000)));
    await server.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('closes the connection if the remainder takes longer than 50 ms', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http, clock } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
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

  it('ends the pending read and every later one', async () => {
    const server = await RawServer.start((connection) => connection.respond(chunkedHead));
    const { http } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const reader = readerOf(body);
    const read = reader.next();
    await reader.return?.();
    expect(await read).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('has no effect after the end', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('complete')),
    );
    const { http, clock } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const reader = readerOf(body);
    await reader.next();
    await reader.next();
    await reader.return?.();
    expect(clock.timerCount).toBe(0);
  });
});
