import { describe, expect, it } from 'vitest';

import {
  postRequest,
  connectMs,
  createHttp,
  headersMs,
  reasonOf,
  shortTimeout,
} from './http-client.ts';
import { httpResponse, RawServer } from './http-server.ts';

describe('connectMs', () => {
  it('ends a TLS handshake that hangs and closes its socket', shortTimeout, async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const url = new URL(`https://127.0.0.1:${server.port}/secret?key=canary`);
    const failure = reasonOf(http.request(postRequest(url)));
    const connection = await server.connection();
    await clock.advance(connectMs - 1);
    expect(connection.socket.destroyed).toBe(false);
    expect(clock.timerCount).toBe(1);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: 'timeout',
      phase: 'connect',
      message: `https://127.0.0.1:${server.port} did not accept a connection within 10 s (timeouts.connectMs)`,
    });
    await connection.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('ends the wait for a proxy that does not respond', shortTimeout, async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const proxy = new URL(`http://user:canary@127.0.0.1:${server.port}`);
    const failure = reasonOf(
      http.request(postRequest(new URL('https://target.invalid'), { proxy })),
    );
    const connection = await server.connection();
    await connection.request();
    await clock.advance(connectMs);
    expect(await failure).toMatchObject({
      code: 'timeout',
      phase: 'connect',
      message: `https://target.invalid through the proxy http://127.0.0.1:${server.port} did not accept a connection within 10 s (timeouts.connectMs)`,
    });
    await connection.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('can be set for one request', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const timeouts = { connectMs: 5, headersMs: 5 };
    const failure = reasonOf(http.request(postRequest(url, { timeouts })));
    await clock.advance(5);
    expect(await failure).toMatchObject({ code: 'timeout', phase: 'connect' });
  });
});

describe('headersMs', () => {
  it('ends the wait for headers and closes the socket', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const failure = reasonOf(http.request(postRequest(server.url('/secret?key=canary'))));
    const connection = await server.connection();
    await connection.request();
    await clock.advance(headersMs - 1);
    expect(connection.socket.destroyed).toBe(false);
    expect(clock.timerCount).toBe(1);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: 'timeout',
      phase: 'headers',
      message: `${server.url().origin} sent no headers within 60 s (timeouts.headersMs)`,
    });
    await connection.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('replaces connectMs and ends with the headers', async () => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const response = http.request(postRequest(server.url()));
    const connection = await server.connection();
    await connection.request();
    await clock.advance(headersMs - 1);
    connection.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n');
    expect((await response).status).toBe(200);
    expect(clock.timerCount).toBe(0);
  });

  it('continues after an informational response', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
    );
    const { http, clock } = createHttp();
    const response = http.request(postRequest(server.url()));
    const connection = await server.connection();
    await clock.advance(0);
    expect(clock.timerCount).toBe(1);
    connection.socket.write(httpResponse('final'));
    expect((await response).status).toBe(200);
  });
});
