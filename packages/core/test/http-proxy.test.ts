import { getEventListeners } from 'node:events';
import { connect } from 'node:net';
import * as tls from 'node:tls';
import { inspect } from 'node:util';

import { describe, expect, it, onTestFinished } from 'vitest';

import { createCertificate } from './http-certificate.ts';
import { postRequest, createHttp, reasonOf, textOf } from './http-client.ts';
import { httpResponse, chunkedHead, freePort, RawConnection, RawServer } from './http-server.ts';

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

function proxyOf(server: RawServer, credentials = ''): URL {
  return new URL(`http://${credentials}127.0.0.1:${server.port}`);
}

/** Starts a TLS server whose certificate this process trusts. */
async function startSecure(bytes = httpResponse('from the target')): Promise<RawServer> {
  const certificate = createCertificate();
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, certificate.cert]);
  onTestFinished(() => tls.setDefaultCACertificates(trusted));
  return RawServer.start(async ({ socket }) => {
    socket.removeAllListeners('data');
    const secure = new tls.TLSSocket(socket, { isServer: true, ...certificate });
    const connection = new RawConnection(secure);
    for (;;) await connection.respond(bytes);
  });
}

/** Starts an HTTP proxy that accepts CONNECT. */
async function startTunnel(): Promise<RawServer> {
  return RawServer.start(async (connection) => {
    const request = await connection.respond(established);
    const [, host = '', port = ''] = /^CONNECT ([^:]+):(\d+) /.exec(request) ?? [];
    const target = connect(Number(port), host);
    target.on('error', () => connection.socket.destroy());
    connection.socket.on('close', () => target.destroy());
    connection.socket.removeAllListeners('data');
    connection.socket.pipe(target).pipe(connection.socket);
  });
}

describe('a proxy for http URLs', () => {
  it('receives the absolute URL and its own credentials', async () => {
    const proxyServer = await RawServer.start();
    const { http } = createHttp();
    const response = http.request(
      postRequest(new URL('http://target.invalid/path?query=1'), {
        proxy: proxyOf(proxyServer, 'user:pass%25@'),
      }),
    );
    const connection = await proxyServer.connection();
    const request = await connection.respond(httpResponse('from the proxy'));
    expect(request).toMatch(/^POST http:\/\/target\.invalid\/path\?query=1 HTTP\/1\.1\r\n/);
    expect(request).toMatch(/^host: target\.invalid\r$/m);
    const basic = Buffer.from('user:pass%').toString('base64');
    expect(request).toContain(`proxy-authorization: Basic ${basic}\r\n`);
    expect(await textOf((await response).body)).toBe('from the proxy');
  });

  it('that requires a password is reported, and its response is not read to the end', async () => {
    const proxyServer = await RawServer.start((connection) =>
      connection.respond(chunkedHead.replace('200 OK', '407 Proxy Authentication Required')),
    );
    const { http, clock } = createHttp();
    const { signal } = new AbortController();
    const proxy = proxyOf(proxyServer, 'user:canary@');
    const url = new URL('http://target.invalid/canary');
    const failure = await reasonOf(http.request(postRequest(url, { proxy, signal })));
    expect(failure).toMatchObject({
      code: 'connection-failed',
      phase: 'headers',
      message: `http://target.invalid through the proxy ${proxy.origin} could not be reached: the proxy returned HTTP 407`,
    });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
    await proxyServer.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('that is down is reported', async () => {
    const { http } = createHttp();
    const proxy = new URL(`http://127.0.0.1:${await freePort()}`);
    const failure = reasonOf(
      http.request(postRequest(new URL('http://target.invalid'), { proxy })),
    );
    expect(await failure).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: `http://target.invalid through the proxy ${proxy.origin} could not be reached (ECONNREFUSED)`,
    });
  });
});

describe('a proxy for https URLs', () => {
  it('opens a tunnel that is reused', async () => {
    const secure = await startSecure();
    const tunnel = await startTunnel();
    const { http } = createHttp();
    const url = new URL(`https://127.0.0.1:${secure.port}`);
    for (let count = 0; count < 2; count++) {
      const { body } = await http.request(postRequest(url, { proxy: proxyOf(tunnel) }));
      expect(await textOf(body)).toBe('from the target');
    }
    expect(tunnel.connections).toHaveLength(1);
    expect(secure.connections).toHaveLength(1);
    await http.close();
    await tunnel.connections[0]?.closed;
  });

  it('has its tunnel closed when the caller aborts in the body', async () => {
    const secure = await startSecure(chunkedHead);
    const tunnel = await startTunnel();
    const { http } = createHttp();
    const controller = new AbortController();
    const url = new URL(`https://127.0.0.1:${secure.port}`);
    const request = postRequest(url, { proxy: proxyOf(tunnel), signal: controller.signal });
    const { body } = await http.request(request);
    const read = reasonOf(textOf(body));
    controller.abort('enough');
    expect(await read).toBe('enough');
    await tunnel.connections[0]?.closed;
  });

  it.each([403, 407, 502])('that returns HTTP %i is reported', async (status) => {
    const proxyServer = await RawServer.start((connection) =>
      connection.respond(httpResponse('canary', `HTTP/1.1 ${status} No`)),
    );
    const { http, clock } = createHttp();
    const proxy = proxyOf(proxyServer, 'user:canary@');
    const failure = await reasonOf(
      http.request(postRequest(new URL('https://target.invalid'), { proxy })),
    );
    expect(failure).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: `https://target.invalid through the proxy ${proxy.origin} could not be reached: the proxy returned HTTP ${status}`,
    });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
    await proxyServer.connections[0]?.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('that is down or closes the connection is reported', async () => {
    const { http } = createHttp();
    const down = new URL(`http://127.0.0.1:${await freePort()}`);
    const url = new URL('https://target.invalid');
    expect(await reasonOf(http.request(postRequest(url, { proxy: down })))).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: `https://target.invalid through the proxy ${down.origin} could not be reached (ECONNREFUSED)`,
    });
    const closing = await RawServer.start(async (connection) => {
      await connection.request();
      connection.socket.destroy();
    });
    expect(
      await reasonOf(http.request(postRequest(url, { proxy: proxyOf(closing) }))),
    ).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: expect.stringMatching(
        /through the proxy .* could not be reached \(.*UND_ERR_PRX_CONN\)$/,
      ),
    });
    expect(closing.connections).toHaveLength(1);
  });

  it('has its socket closed when the caller aborts before its response', async () => {
    const proxyServer = await RawServer.start();
    const { http, clock } = createHttp();
    const controller = new AbortController();
    const { signal } = controller;
    const request = postRequest(new URL('https://target.invalid'), {
      proxy: proxyOf(proxyServer),
      signal,
    });
    const failure = reasonOf(http.request(request));
    const connection = await proxyServer.connection();
    await connection.request();
    controller.abort('enough');
    expect(await failure).toBe('enough');
    await connection.closed;
    expect(clock.timerCount).toBe(0);
  });

  it('has its socket closed when the caller aborts in the TLS handshake', async () => {
    const proxyServer = await RawServer.start((connection) => connection.respond(established));
    const { http } = createHttp();
    const controller = new AbortController();
    const { signal } = controller;
    const request = postRequest(new URL('https://target.invalid'), {
      proxy: proxyOf(proxyServer),
      signal,
    });
    const failure = reasonOf(http.request(request));
    const connection = await proxyServer.connection();
    while (connection.received === '') await new Promise(setImmediate);
    controller.abort('enough');
    expect(await failure).toBe('enough');
    await connection.closed;
  });
});

describe('proxies', () => {
  it('have separate agents', async () => {
    const serve = async (connection: RawConnection): Promise<never> => {
      for (;;) await connection.respond(httpResponse('complete'));
    };
    const [one, two] = [await RawServer.start(serve), await RawServer.start(serve)];
    const { http } = createHttp();
    const url = new URL('http://target.invalid');
    for (const server of [one, two, one, two]) {
      const { body } = await http.request(postRequest(url, { proxy: proxyOf(server) }));
      await textOf(body);
    }
    expect([one.connections.length, two.connections.length]).toEqual([1, 1]);
  });

  it('with another protocol or malformed credentials are rejected', async () => {
    const { http } = createHttp();
    const url = new URL('http://target.invalid');
    const socks = new URL('socks5://user:canary@127.0.0.1:1');
    expect(await reasonOf(http.request(postRequest(url, { proxy: socks })))).toMatchObject({
      code: 'invalid-request',
      message: 'expected a proxy URL with http: or https:, received socks5:',
    });
    const broken = new URL('http://user:canary%@127.0.0.1:1');
    expect(await reasonOf(http.request(postRequest(url, { proxy: broken })))).toMatchObject({
      code: 'invalid-request',
      message: 'expected percent-encoded credentials in the proxy URL',
    });
  });
});
