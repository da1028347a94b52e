import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tls from 'node:tls';

import { expect, it, onTestFinished, vi } from 'vitest';

import { createCertificate } from './http-certificate.ts';
import { ask, createHttp, reasonOf, textOf } from './http-client.ts';
import { answer, RawConnection, RawServer } from './http-server.ts';

it('a connection is used again', async () => {
  const server = await RawServer.start(async (connection) => {
    await connection.answer(answer('first'));
    await connection.answer(answer('second'));
  });
  const { http } = createHttp();
  const first = await http.request(ask(server.url('/1')));
  expect(await textOf(first.body)).toBe('first');
  const second = await http.request(ask(server.url('/2')));
  expect(await textOf(second.body)).toBe('second');
  expect(server.connections).toHaveLength(1);
});

it('a request that waits a turn goes through where a test of the app fakes its timers', async () => {
  const server = await RawServer.start(async (connection) => {
    for (;;) await connection.answer(answer('whole'));
  });
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { http } = createHttp();
  const first = await http.request(ask(server.url()));
  await textOf(first.body);
  const second = await http.request(ask(server.url()));
  expect(await textOf(second.body)).toBe('whole');
});

it('two requests at once have a connection each', async () => {
  const server = await RawServer.start((connection, index) =>
    connection.answer(answer(`answer ${index}`)),
  );
  const { http } = createHttp();
  const responses = await Promise.all([1, 2].map(() => http.request(ask(server.url()))));
  const texts = await Promise.all(responses.map(({ body }) => textOf(body)));
  expect(texts.toSorted()).toEqual(['answer 0', 'answer 1']);
  expect(server.connections).toHaveLength(2);
});

it('a connection that the server closed between two requests is replaced', async () => {
  const server = await RawServer.start((connection) => connection.answer(answer('whole')));
  const { http } = createHttp();
  const first = await http.request(ask(server.url()));
  await textOf(first.body);
  server.connections[0]?.socket.end();
  await server.connections[0]?.closed;
  const second = await http.request(ask(server.url()));
  expect(await textOf(second.body)).toBe('whole');
  expect(server.connections).toHaveLength(2);
});

it('a connection that closes under the next request, before it is sent, is replaced', async () => {
  const server = await RawServer.start((connection) => connection.answer(answer('whole')));
  const { http } = createHttp();
  const first = await http.request(ask(server.url()));
  await textOf(first.body);
  await nextTurn();
  server.connections[0]?.socket.destroy();
  const second = await http.request(ask(server.url()));
  expect(await textOf(second.body)).toBe('whole');
  expect(server.connections).toHaveLength(2);
});

it('a connection that closes under a request that was sent fails it, whatever the method', async () => {
  const server = await RawServer.start(async (connection) => {
    await connection.answer(answer('whole'));
    await connection.request();
    connection.socket.destroy();
  });
  const { http, clock } = createHttp();
  const first = await http.request(ask(server.url()));
  await textOf(first.body);
  const failure = await reasonOf(http.request(ask(server.url(), { method: 'GET' })));
  expect(failure).toMatchObject({ code: 'connection-failed', phase: 'headers' });
  expect(server.connections).toHaveLength(1);
  expect(clock.timerCount).toBe(0);
});

it('the socket that replaces a closed connection goes with its request too', async () => {
  const certificate = createCertificate();
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, certificate.cert]);
  onTestFinished(() => tls.setDefaultCACertificates(trusted));
  const server = await RawServer.start((connection, index) => {
    if (index > 0) return;
    connection.socket.removeAllListeners('data');
    const secure = new tls.TLSSocket(connection.socket, { isServer: true, ...certificate });
    return new RawConnection(secure).answer(answer('whole'));
  });
  const { http, clock } = createHttp();
  const url = new URL(`https://localhost:${server.port}`);
  const first = await http.request(ask(url));
  expect(await textOf(first.body)).toBe('whole');
  // From the check phase, undici sees the end of the connection after it took the request.
  await nextTurn();
  server.connections[0]?.socket.destroy();
  const controller = new AbortController();
  const response = reasonOf(http.request(ask(url, { signal: controller.signal })));
  const replacement = await server.connection(2);
  const reason = new Error('enough');
  controller.abort(reason);
  expect(await response).toBe(reason);
  await replacement.closed;
  expect(clock.timerCount).toBe(0);
});
