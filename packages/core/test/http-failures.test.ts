import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { isProviderError } from '../src/errors/is-error.ts';
import type { ProviderError } from '../src/errors/provider-error.ts';
import type { HttpRequest } from '../src/ports/http.ts';
import { ask, createHttp, readerOf, reasonOf, textOf } from './http-client.ts';
import { answer, chunk, chunkedHead, freePort, lastChunk, RawServer } from './http-server.ts';

/** The failure of a request for an answer of these bytes, after which the server hangs up if told. */
async function failureOf(
  bytes: string,
  { ending = 'wait', ...more }: Partial<HttpRequest> & { ending?: 'wait' | 'end' | 'reset' } = {},
): Promise<ProviderError> {
  const server = await RawServer.start(async (connection) => {
    await connection.answer(bytes);
    if (ending === 'end') connection.socket.end();
    if (ending === 'reset') connection.socket.resetAndDestroy();
  });
  const { http, clock } = createHttp();
  const request = ask(server.url('/path-canary?query-canary'), more);
  const failure = await reasonOf(http.request(request).then(({ body }) => textOf(body)));
  await server.connections[0]?.closed;
  expect(clock.timerCount).toBe(0);
  if (!isProviderError(failure)) throw new Error('expected a ProviderError', { cause: failure });
  expect(inspect(failure, { depth: 10 })).not.toContain('canary');
  return failure;
}

describe('a server that is not there', () => {
  it('is a failed connection that tells its address and no more', async () => {
    const { http, clock } = createHttp();
    const origin = `http://127.0.0.1:${await freePort()}`;
    const url = new URL('/path-canary?query-canary', origin);
    url.username = 'name-canary';
    url.password = 'password-canary';
    const failure = await reasonOf(http.request(ask(url)));
    expect(failure).toMatchObject({
      code: 'connection-failed',
      phase: 'connect',
      message: `${origin} could not be reached (Error ECONNREFUSED)`,
      cause: { message: 'Error ECONNREFUSED' },
    });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
    expect(clock.timerCount).toBe(0);
  });

  it('is told by the code of the first address where a name has several', async () => {
    const { http } = createHttp();
    const url = new URL(`http://localhost:${await freePort()}`);
    expect(await reasonOf(http.request(ask(url)))).toMatchObject({
      code: 'connection-failed',
      cause: { message: expect.stringMatching(/^(?:Aggregate)?Error ECONNREFUSED$/) },
    });
  });

  it('is a failed connection where its name is unknown', async () => {
    const { http } = createHttp();
    // No name server is asked for a label of more than 63 characters.
    const origin = `http://${'a'.repeat(64)}.invalid`;
    const failure = await reasonOf(http.request(ask(new URL(origin))));
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'connect' });
    expect(String(failure)).toMatch(
      /^ProviderError: http:\/\/a+\.invalid could not be reached \(Error (?:ENOTFOUND|EAI_\w+)\)$/,
    );
  });

  it('is a failed connection where it does not speak TLS', async () => {
    const server = await RawServer.start(({ socket }) => socket.write('canary canary canary'));
    const { http } = createHttp();
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const failure = await reasonOf(http.request(ask(url)));
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'connect' });
    expect(inspect(failure, { depth: 10 })).not.toContain('canary');
  });
});

describe('a connection that breaks', () => {
  it.each(['end', 'reset'] as const)('before the headers (%s) is told so', async (ending) => {
    const failure = await failureOf('', { ending });
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'headers' });
    expect(failure.message).toMatch(/ closed the connection too early \(/);
  });

  it('within the headers is told so', async () => {
    const failure = await failureOf('HTTP/1.1 200 OK\r\nx: canary', { ending: 'end' });
    expect(failure).toMatchObject({ code: 'connection-failed', phase: 'headers' });
  });

  it('within the body gives what came, then fails', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer(Buffer.concat([Buffer.from(chunkedHead), chunk('one')])),
    );
    const { http } = createHttp();
    const { body } = await http.request(ask(server.url()));
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

  it('by a reset within the body fails the read that waits', async () => {
    const server = await RawServer.start((connection) => connection.answer(chunkedHead));
    const { http } = createHttp();
    const { body } = await http.request(ask(server.url()));
    const read = reasonOf(readerOf(body).next());
    server.connections[0]?.socket.resetAndDestroy();
    expect(await read).toMatchObject({ code: 'connection-failed', phase: undefined });
  });

  it('is what an answer with two lengths is taken for', async () => {
    const lengths = 'content-length: 6\r\ntransfer-encoding: chunked';
    const failure = await failureOf(`HTTP/1.1 200 OK\r\n${lengths}\r\n\r\ncanary`);
    expect(failure).toMatchObject({ code: 'connection-failed' });
  });

  it('before all bytes of its length have come fails', async () => {
    const bytes = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ncanary';
    expect(await failureOf(bytes, { ending: 'end' })).toMatchObject({ code: 'connection-failed' });
  });
});

describe('an answer in chunks', () => {
  it('that is cut off is a connection that closed, also where it was to close', async () => {
    const bytes = `${chunkedHead.replace('\r\n', '\r\nconnection: close\r\n')}5\r\nhello\r\n`;
    expect(await failureOf(bytes, { ending: 'end' })).toMatchObject({ code: 'connection-failed' });
  });
});

describe('an answer that is no HTTP', () => {
  it.each([
    'canary: this is no HTTP\r\n\r\n',
    '<!doctype html><p>canary</p>\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncanary canary\r\n\r\n',
    `${chunkedHead}canary\r\n`,
  ])('is malformed, and none of its bytes are told: %j', async (bytes) => {
    const failure = await failureOf(bytes);
    expect(failure.code).toBe('malformed-response');
    expect(failure.message).toMatch(
      /^expected HTTP from http:\/\/127.0.0.1:\d+, and what came is none$/,
    );
    expect(String(failure.cause)).toBe('Error: HTTPParserError');
  });

  it('with endless headers is too large', async () => {
    const failure = await failureOf(`HTTP/1.1 200 OK\r\nx: ${'canary'.repeat(5000)}`);
    expect(failure).toMatchObject({ code: 'response-too-large', phase: 'headers' });
    expect(failure.message).toMatch(/^expected headers of at most 16384 bytes from /);
  });

  it.each(['gzip', 'br', 'GZIP', 'identity, gzip'])(
    'in the encoding %s, which nobody asked for, is malformed',
    async (encoding) => {
      const head = `HTTP/1.1 429 No\r\ncontent-encoding: ${encoding}`;
      expect(await failureOf(answer('canary', head))).toMatchObject({
        code: 'malformed-response',
        phase: 'headers',
        status: 429,
      });
    },
  );

  it.each(['identity', ' Identity ', ''])('in the encoding %j is taken', async (encoding) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}`;
    const server = await RawServer.start((connection) => connection.answer(answer('plain', head)));
    const { http } = createHttp();
    const { body } = await http.request(ask(server.url()));
    expect(await textOf(body)).toBe('plain');
  });
});

describe('a request', () => {
  it('asks for no encoding, and sends headers and body as they are', async () => {
    const server = await RawServer.start();
    const { http } = createHttp();
    const headers = { 'x-latin': 'é', authorization: 'Bearer key' };
    const response = http.request(ask(server.url('/a?b=c'), { headers, body: '{"a":"é"}' }));
    const connection = await server.connection();
    const request = await connection.answer(answer(''));
    expect(request).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/);
    expect(request).toContain('accept-encoding: identity\r\n');
    expect(request).toContain('x-latin: \xE9\r\n');
    expect(request).toContain('content-length: 10\r\n');
    expect(request.endsWith('{"a":"\xC3\xA9"}')).toBe(true);
    expect((await response).status).toBe(200);
  });

  it.each([
    ['a line break', 'a\r\nx-injected: 1'],
    ['a lone line feed', 'a\nb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\x7Fb'],
    ['a character beyond Latin-1', 'pässword ☃'],
  ])('with %s in a header is refused before any socket', async (_what, value) => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const headers = { 'x-name': value };
    const failure = await reasonOf(http.request(ask(server.url(), { headers })));
    expect(failure).toMatchObject({ code: 'invalid-request', phase: 'connect' });
    expect(String(failure)).toContain('"x-name"');
    expect(inspect(failure, { depth: 10 })).not.toContain(value);
    await http.close();
    expect(server.connections).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
  });

  it.each(['', 'a b', 'a:b', 'ä', 'a\r\nb'])('with the header name %j is refused', async (name) => {
    const { http } = createHttp();
    const url = new URL('http://127.0.0.1:1');
    const failure = await reasonOf(http.request(ask(url, { headers: { [name]: 'x' } })));
    expect(failure).toMatchObject({ code: 'invalid-request' });
  });

  it.each([
    { 'transfer-encoding': 'chunked' },
    { expect: '100-continue' },
    { connection: 'a b' },
    { 'content-length': '100' },
  ])('with the header %j is refused before anything is sent', async (headers) => {
    const server = await RawServer.start();
    const { http, clock } = createHttp();
    const failure = await reasonOf(http.request(ask(server.url(), { headers, body: 'short' })));
    expect(failure).toMatchObject({ code: 'invalid-request', phase: 'connect' });
    expect(clock.timerCount).toBe(0);
    await http.close();
    expect(server.connections.map(({ received }) => received).join('')).toBe('');
  });

  it.each(['ftp://127.0.0.1', 'file:///etc/passwd', 'data:,x'])('to %s is refused', async (url) => {
    const { http } = createHttp();
    expect(await reasonOf(http.request(ask(new URL(url))))).toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/^the base URL must begin with http: or https:/),
    });
  });
});

describe('an answer', () => {
  it('that redirects is delivered and not followed', async () => {
    const elsewhere = await RawServer.start();
    const head = `HTTP/1.1 302 Found\r\nlocation: ${elsewhere.url().href}`;
    const server = await RawServer.start((connection) => connection.answer(answer('moved', head)));
    const { http } = createHttp();
    const { status, headers, body } = await http.request(ask(server.url()));
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(elsewhere.url().href);
    expect(await textOf(body)).toBe('moved');
    expect(elsewhere.connections).toHaveLength(0);
  });

  it('comes after the informational ones', async () => {
    const early = 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    const server = await RawServer.start((connection) =>
      connection.answer(early + answer('final', 'HTTP/1.1 201 Created\r\nx-final: yes')),
    );
    const { http } = createHttp();
    const { status, headers, body } = await http.request(ask(server.url()));
    expect([status, headers.get('x-final'), headers.get('link')]).toEqual([201, 'yes', undefined]);
    expect(await textOf(body)).toBe('final');
  });

  it('keeps several cookies apart', async () => {
    const head = 'HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2, x\r\nvary: a\r\nVary: b';
    const server = await RawServer.start((connection) => connection.answer(answer('', head)));
    const { http } = createHttp();
    const { headers } = await http.request(ask(server.url()));
    expect(headers.getAll('set-cookie')).toEqual(['a=1', 'b=2, x']);
    expect(headers.get('vary')).toBe('a, b');
  });

  it('without a body ends at once', async () => {
    const server = await RawServer.start((connection) =>
      connection.answer('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    const { http } = createHttp();
    const { status, body } = await http.request(ask(server.url()));
    expect(status).toBe(204);
    expect(await textOf(body)).toBe('');
  });

  it('tells of each piece of its body as it arrives', async () => {
    const server = await RawServer.start((connection) => connection.answer(chunkedHead));
    let pieces = 0;
    const { http } = createHttp();
    const { body } = await http.request(ask(server.url(), { onBytes: () => void (pieces += 1) }));
    const reader = readerOf(body);
    const connection = await server.connection();
    expect(pieces).toBe(0);
    connection.socket.write(chunk('one'));
    await reader.next();
    expect(pieces).toBe(1);
    connection.socket.write(Buffer.concat([chunk('two'), Buffer.from(lastChunk)]));
    await reader.next();
    await reader.next();
    expect(pieces).toBe(2);
  });
});
