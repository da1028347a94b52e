import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tls from 'node:tls';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { createCertificate } from './http-certificate.ts';
import { postRequest, createHttp, reasonOf, textOf, shortTimeout } from './http-client.ts';
import { httpResponse, RawConnection, RawServer } from './http-server.ts';

describe('a keep-alive connection', () => {
  it('reuses a connection', async () => {
    const server = await RawServer.start(async (connection) => {
      await connection.respond(httpResponse('first'));
      await connection.respond(httpResponse('second'));
    });
    const { http } = createHttp();
    const first = await http.request(postRequest(server.url('/1')));
    expect(await textOf(first.body)).toBe('first');
    const second = await http.request(postRequest(server.url('/2')));
    expect(await textOf(second.body)).toBe('second');
    expect(server.connections).toHaveLength(1);
  });

  it('sends a request on a reused connection while fake timers are installed', async () => {
    const server = await RawServer.start(async (connection) => {
      for (;;) await connection.respond(httpResponse('complete'));
    });
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { http } = createHttp();
    const first = await http.request(postRequest(server.url()));
    await textOf(first.body);
    const second = await http.request(postRequest(server.url()));
    expect(await textOf(second.body)).toBe('complete');
  });

  it('uses two connections for two concurrent requests', async () => {
    const server = await RawServer.start((connection, index) =>
      connection.respond(httpResponse(`response ${index}`)),
    );
    const { http } = createHttp();
    const responses = await Promise.all([1, 2].map(() => http.request(postRequest(server.url()))));
    const texts = await Promise.all(responses.map(({ body }) => textOf(body)));
    expect(texts.toSorted()).toEqual(['response 0', 'response 1']);
    expect(server.connections).toHaveLength(2);
  });

  it('replaces a connection that the server closed between two requests', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('complete')),
    );
    const { http } = createHttp();
    const first = await http.request(postRequest(server.url()));
    await textOf(first.body);
    server.connections[0]?.socket.end();
    await server.connections[0]?.closed;
    const second = await http.request(postRequest(server.url()));
    expect(await textOf(second.body)).toBe('complete');
    expect(server.connections).toHaveLength(2);
  });

  it('replaces a connection that closes before the next request is sent', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('complete')),
    );
    const { http } = createHttp();
    const first = await http.request(postRequest(server.url()));
    await textOf(first.body);
    await nextTurn();
    server.connections[0]?.socket.destroy();
    const second = await http.request(postRequest(server.url()));
    expect(await textOf(second.body)).toBe('complete');
    expect(server.connections).toHaveLength(2);
  });

  it('sends a request again, once, if its connection closes, for every method', async () => {
    const requests: string[] = [];
    const server = await RawServer.start(async (connection) => {
      requests.push(await connection.respond(httpResponse('complete')));
      requests.push(await connection.request());
      connection.socket.resetAndDestroy();
    });
    const { http, clock } = createHttp();
    for (const method of ['POST', 'GET', 'POST'] as const) {
      const body = method === 'POST' ? 'a body' : undefined;
      const response = await http.request(postRequest(server.url(), { method, body }));
      expect(await textOf(response.body)).toBe('complete');
    }
    expect(requests.map((request) => [request.slice(0, 4), request.slice(-6)])).toEqual([
      ['POST', 'a body'],
      ['GET ', expect.anything()],
      ['GET ', expect.anything()],
      ['POST', 'a body'],
    ]);
    expect(server.connections).toHaveLength(3);
    expect(clock.timerCount).toBe(0);
  });

  it('is not used again for a request that has effects, or that may not be reserved', async () => {
    const server = await RawServer.start(async (connection, index) => {
      await connection.respond(httpResponse('complete'));
      await connection.request();
      if (index === 2) connection.socket.write('HTTP/1.1 2');
      connection.socket.destroy();
    });
    const { http } = createHttp();
    const fields = [{ effects: true }, { reserveRequest: () => false }, {}];
    for (const [index, options] of fields.entries()) {
      const first = await http.request(postRequest(server.url()));
      await textOf(first.body);
      const failure = await reasonOf(http.request(postRequest(server.url(), options)));
      // The last one received a byte.
      expect(failure).toMatchObject({ code: 'connection-failed', reusedSocket: index < 2 });
      expect(server.connections).toHaveLength(index + 1);
    }
  });

  it('that is new does not get its request a second time', async () => {
    const server = await RawServer.start(async (connection, index) => {
      if (index === 0) await connection.respond(httpResponse('complete'));
      await connection.request();
      connection.socket.destroy();
    });
    const { http } = createHttp();
    await textOf((await http.request(postRequest(server.url()))).body);
    const failure = await reasonOf(http.request(postRequest(server.url())));
    expect(failure).toMatchObject({ code: 'connection-failed', reusedSocket: false });
    expect(server.connections).toHaveLength(2);
  });

  it(
    'closes the socket that replaces a closed connection when its request is aborted',
    shortTimeout,
    async () => {
      const certificate = createCertificate();
      const trusted = tls.getCACertificates('default');
      tls.setDefaultCACertificates([...trusted, certificate.cert]);
      onTestFinished(() => tls.setDefaultCACertificates(trusted));
      const server = await RawServer.start((connection, index) => {
        if (index > 0) return;
        connection.socket.removeAllListeners('data');
        const secure = new tls.TLSSocket(connection.socket, { isServer: true, ...certificate });
        return new RawConnection(secure).respond(httpResponse('complete'));
      });
      const { http, clock } = createHttp();
      const url = new URL(`https://localhost:${server.port}`);
      const first = await http.request(postRequest(url));
      expect(await textOf(first.body)).toBe('complete');
      // In the check phase, undici detects the end of the connection after it has accepted the request.
      await nextTurn();
      server.connections[0]?.socket.destroy();
      const controller = new AbortController();
      const response = reasonOf(http.request(postRequest(url, { signal: controller.signal })));
      const replacement = await server.connection(2);
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await response).toBe(reason);
      await replacement.closed;
      expect(clock.timerCount).toBe(0);
    },
  );
});
