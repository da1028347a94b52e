import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { isProviderError } from '../src/errors/is-error.ts';
import type { ProviderError } from '../src/errors/provider-error.ts';
import type { HttpRequest } from '../src/ports/http.ts';
import { postRequest, createHttp, readerOf, reasonOf, textOf } from './http-client.ts';
import { httpResponse, chunk, chunkedHead, freePort, lastChunk, RawServer } from './http-server.ts';

/** Returns the error of a request to which the server responds with these bytes. `ending` is what it does then. */
async function failureOf(
  bytes: string,
  { ending = 'wait', ...fields }: Partial<HttpRequest> & { ending?: 'wait' | 'end' | 'reset' } = {},
): Promise<ProviderError> {
  const server = await RawServer.start(async (connection) => {
    await connection.respond(bytes);
    if (ending === 'end') connection.socket.end();
    if (ending === 'reset') connection.socket.resetAndDestroy();
  });
  const { http, clock } = createHttp();
  const request = postRequest(server.url('/path-canary?query-canary'), fields);
  const failure = await reasonOf(http.request(request).then(({ body }) => textOf(body)));
  await server.connections[0]?.closed;
  expect(clock.timerCount).toBe(0);
  if (!isProviderError(failure)) throw new Error('expected a ProviderError', { cause: failure });
  expect(inspect(failure, { depth: 10 })).not.toContain('canary');
  return failure;
}

describe('a failed connection', () => {
  it('reports the origin of the server and nothing else of the URL', async () => {
    const { http, clock } = createHttp();
    const origin = `http://127.0.0.1:${await freePort()}`;
    const url = new URL('/path-canary?query-canary', origin);
    url.username = 'name-canary';
    url.password = 'password-canary';
    const failure = await reasonOf(http.request(postRequest(url)));
    expect(failure).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: `${origin} could not be reached (ECONNREFUSED)`,
      cause: { message: 'Error ECONNREFUSED' },
    });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
    expect(clock.timerCount).toBe(0);
  });

  it('reports the code of the first address of a name with several', async () => {
    const { http } = createHttp();
    const url = new URL(`http://localhost:${await freePort()}`);
    expect(await reasonOf(http.request(postRequest(url)))).toMatchObject({
      code: 'connection-failed',
      cause: { message: expect.stringMatching(/^(?:Aggregate)?Error ECONNREFUSED$/) },
    });
  });

  it('reports an unknown host name', async () => {
    const { http } = createHttp();
    // A label of more than 63 characters is never sent to a name server.
    const origin = `http://${'a'.repeat(64)}.invalid`;
    const failure = await reasonOf(http.request(postRequest(new URL(origin))));
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'connect' });
    expect(String(failure)).toMatch(
      /^ProviderError: http:\/\/a+\.invalid could not be reached \((?:ENOTFOUND|EAI_\w+)\)$/,
    );
  });

  it('reports a server without TLS', async () => {
    const server = await RawServer.start(({ socket }) => socket.write('canary canary canary'));
    const { http } = createHttp();
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const failure = await reasonOf(http.request(postRequest(url)));
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'connect' });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
  });
});

describe('a broken connection', () => {
  it.each(['end', 'reset'] as const)('fails before the headers (%s)', async (ending) => {
    const failure = await failureOf('', { ending });
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'headers' });
    expect(failure.message).toMatch(/ closed the connection too early \(/);
  });

  it('fails in the headers', async () => {
    const failure = await failureOf('HTTP/1.1 200 OK\r\nx: canary', { ending: 'end' });
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'headers' });
  });

  it('delivers the received bytes of the body, then fails', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const reader = readerOf(body);
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('one');
    server.connections[0]?.socket.end(chunk('two'));
    await server.connections[0]?.closed;
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('two');
    const failure = await reasonOf(reader.next());
    expect(failure).toMatchObject({
      code: 'connection-failed',
      phase: undefined,
      message: expect.stringMatching(/closed the connection too early/),
    });
    expect(await reasonOf(reader.next())).toBe(failure);
  });

  it('rejects a pending read after a reset in the body', async () => {
    const server = await RawServer.start((connection) => connection.respond(chunkedHead));
    const { http } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const read = reasonOf(readerOf(body).next());
    server.connections[0]?.socket.resetAndDestroy();
    expect(await read).toMatchObject({ code: 'connection-failed', phase: undefined });
  });

  it('is reported for a response with two lengths', async () => {
    const lengths = 'content-length: 6\r\ntransfer-encoding: chunked';
    const failure = await failureOf(`HTTP/1.1 200 OK\r\n${lengths}\r\n\r\ncanary`);
    expect(failure).toMatchObject({ code: 'connection-failed' });
  });

  it('fails before the content length is reached', async () => {
    const bytes = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ncanary';
    expect(await failureOf(bytes, { ending: 'end' })).toMatchObject({ code: 'connection-failed' });
  });
});

describe('a chunked response', () => {
  it('fails without the last chunk, also with connection: close', async () => {
    const bytes = `${chunkedHead.replace('\r\n', '\r\nconnection: close\r\n')}5\r\nhello\r\n`;
    expect(await failureOf(bytes, { ending: 'end' })).toMatchObject({ code: 'connection-failed' });
  });
});

describe('a malformed response', () => {
  it.each([
    'canary: not HTTP\r\n\r\n',
    '<!doctype html><p>canary</p>\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncanary canary\r\n\r\n',
    `${chunkedHead}canary\r\n`,
  ])('is reported without its bytes: %j', async (bytes) => {
    const failure = await failureOf(bytes);
    expect(failure.code).toBe('malformed-response');
    expect(failure.message).toMatch(
      /^expected an HTTP response from http:\/\/127.0.0.1:\d+, received other data$/,
    );
    expect(String(failure.cause)).toBe('Error: HTTPParserError');
  });

  it('is reported for headers that are too large', async () => {
    const failure = await failureOf(`HTTP/1.1 200 OK\r\nx: ${'canary'.repeat(5000)}`);
    expect(failure).toMatchObject({ code: 'response-too-large', phase: 'headers' });
    expect(failure.message).toMatch(/^expected at most 16 KiB of headers from /);
  });
});

describe('a request', () => {
  it('is reported without the name of a header that can be a credential', async () => {
    const { http } = createHttp();
    const headers = { 'sk-proj-canary x': 'a' };
    const failure = await reasonOf(
      http.request(postRequest(new URL('http://127.0.0.1:1/'), { headers })),
    );
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^cannot send the header "\*"/),
    });
  });

  it('requests no content encoding and sends headers and body unchanged', async () => {
    const server = await RawServer.start();
    const { http } = createHttp();
    const headers = { 'x-latin': 'é', authorization: 'Bearer key' };
    const response = http.request(
      postRequest(server.url('/a?b=c'), { headers, body: '{"a":"é"}' }),
    );
    const connection = await server.connection();
    const request = await connection.respond(httpResponse(''));
    expect(request).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/);
    expect(request).toContain('accept-encoding: identity\r\n');
    expect(request).toContain('x-latin: \xE9\r\n');
    expect(request).toContain('content-length: 10\r\n');
    expect(request.endsWith('{"a":"\xC3\xA9"}')).toBe(true);
    expect((await response).status).toBe(200);
  });

  it.each([
    ['a line break', 'a\r\nx-injected: 1'],
    ['a line feed', 'a\nb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\x7Fb'],
    ['a character outside Latin-1', 'pässword ☃'],
  ])('rejects %s in a header without opening a socket', async (_name, value) => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const headers = { 'x-name': value };
    const failure = await reasonOf(http.request(postRequest(server.url(), { headers })));
    expect(failure).toMatchObject({ code: 'invalid-request', phase: 'connect' });
    expect(String(failure)).toContain('"x-name"');
    expect(inspect(failure, { depth: 10 })).not.toContain(value);
    await http.close();
    expect(server.connections).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
  });

  it.each(['', 'a b', 'a:b', 'ä', 'a\r\nb'])('rejects the header name %j', async (name) => {
    const { http } = createHttp();
    const url = new URL('http://127.0.0.1:1');
    const failure = await reasonOf(http.request(postRequest(url, { headers: { [name]: 'x' } })));
    expect(failure).toMatchObject({ code: 'invalid-request' });
  });

  it.each([
    { 'transfer-encoding': 'chunked' },
    { expect: '100-continue' },
    { connection: 'a b' },
    { 'content-length': '100' },
  ])('rejects the header %j before anything is sent', async (headers) => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const failure = await reasonOf(
      http.request(postRequest(server.url(), { headers, body: 'short' })),
    );
    expect(failure).toMatchObject({ code: 'invalid-request', phase: 'connect' });
    expect(clock.timerCount).toBe(0);
    await http.close();
    expect(server.connections.map(({ received }) => received).join('')).toBe('');
  });

  it.each(['ftp://127.0.0.1', 'file:///etc/passwd', 'data:,x'])(
    'rejects the URL %s',
    async (url) => {
      const { http } = createHttp();
      expect(await reasonOf(http.request(postRequest(new URL(url))))).toMatchObject({
        code: 'invalid-request',
        message: expect.stringMatching(/^expected a base URL with http: or https:, received /),
      });
    },
  );
});

describe('a response', () => {
  it('with a redirect is delivered and not followed', async () => {
    const target = await RawServer.start();
    const head = `HTTP/1.1 302 Found\r\nlocation: ${target.url().href}`;
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('moved', head)),
    );
    const { http } = createHttp();
    const { status, headers, body } = await http.request(postRequest(server.url()));
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(target.url().href);
    expect(await textOf(body)).toBe('moved');
    expect(target.connections).toHaveLength(0);
  });

  it('is delivered after informational responses', async () => {
    const early = 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    const server = await RawServer.start((connection) =>
      connection.respond(early + httpResponse('final', 'HTTP/1.1 201 Created\r\nx-final: yes')),
    );
    const { http } = createHttp();
    const { status, headers, body } = await http.request(postRequest(server.url()));
    expect([status, headers.get('x-final'), headers.get('link')]).toEqual([201, 'yes', undefined]);
    expect(await textOf(body)).toBe('final');
  });

  it.each([
    ['at once', 1e6],
    ['byte by byte', 1],
    ['in pieces', 7],
  ])('is delivered after an unsolicited 100 Continue, received %s', async (_name, size) => {
    const interim =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Again\r\nx-a: b\r\n\r\n';
    const server = await RawServer.start(async (connection) => {
      connection.socket.setNoDelay(true);
      for (const body of ['HTTP/1.1 100 is text', 'second']) {
        await connection.request();
        const bytes = interim + httpResponse(body, 'HTTP/1.1 201 Created\r\nx-final: yes');
        for (let start = 0; start < bytes.length; start += size) {
          connection.socket.write(bytes.slice(start, start + size));
          await nextTurn();
        }
      }
    });
    const { http } = createHttp();
    for (const expected of ['HTTP/1.1 100 is text', 'second']) {
      const { status, headers, body } = await http.request(postRequest(server.url()));
      expect([status, headers.get('x-final'), headers.get('link')]).toEqual([
        201,
        'yes',
        undefined,
      ]);
      expect(await textOf(body)).toBe(expected);
    }
    expect(server.connections).toHaveLength(1);
  });

  it.each(['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Contin', 'HTTP/1.1 1'])(
    'that ends after %j is connection-failed',
    async (bytes) => {
      const server = await RawServer.start(async (connection) => {
        await connection.request();
        connection.socket.end(bytes);
      });
      const { http } = createHttp();
      const failure = await reasonOf(http.request(postRequest(server.url())));
      expect(failure).toMatchObject({ code: 'connection-failed', reusedSocket: false });
    },
  );

  it('may not have interim headers without end', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond(`HTTP/1.1 103 Early Hints\r\nlink: ${'x'.repeat(40_000)}`),
    );
    const { http } = createHttp();
    const failure = await reasonOf(http.request(postRequest(server.url())));
    expect(failure).toMatchObject({ code: 'response-too-large' });
  });

  it('keeps the values of set-cookie separate', async () => {
    const head = 'HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2, x\r\nvary: a\r\nVary: b';
    const server = await RawServer.start((connection) =>
      connection.respond(httpResponse('', head)),
    );
    const { http } = createHttp();
    const { headers } = await http.request(postRequest(server.url()));
    expect(headers.getAll('set-cookie')).toEqual(['a=1', 'b=2, x']);
    expect(headers.get('vary')).toBe('a, b');
  });

  it('without a body ends immediately', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    const { http } = createHttp();
    const { status, body } = await http.request(postRequest(server.url()));
    expect(status).toBe(204);
    expect(await textOf(body)).toBe('');
  });

  it('calls onBytes for each chunk of the body', async () => {
    const server = await RawServer.start((connection) => connection.respond(chunkedHead));
    let chunks = 0;
    const { http } = createHttp();
    const { body } = await http.request(
      postRequest(server.url(), { onBytes: () => void (chunks += 1) }),
    );
    const reader = readerOf(body);
    const connection = await server.connection();
    expect(chunks).toBe(0);
    connection.socket.write(chunk('one'));
    await reader.next();
    expect(chunks).toBe(1);
    connection.socket.write(Buffer.concat([chunk('two'), Buffer.from(lastChunk)]));
    await reader.next();
    await reader.next();
    expect(chunks).toBe(2);
  });
});
