import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { HttpBody } from '../src/ports/http.ts';
import { createHttp, postRequest, readerOf, reasonOf, textOf } from './http-client.ts';
import { chunk, lastChunk, RawServer } from './http-server.ts';

type Compress = (bytes: Uint8Array) => Buffer;

const encoders: readonly (readonly [string, Compress])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['gzip, br', (bytes) => brotliCompressSync(gzipSync(bytes))],
  ['identity, gzip', gzipSync],
];
const text = 'data: {"text":"Füße 漢字"}\n\ndata: [DONE]\n\n';
const bytes = Buffer.from(text);

function head(encoding: string, status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nretry-after: 7\r\ncontent-encoding: ${encoding}\r\ntransfer-encoding: chunked\r\n\r\n`;
}

/** Returns the response of a server that sends these chunks. */
async function request(encoding: string, chunks: readonly Uint8Array[], status?: string) {
  const server = await RawServer.start(async (connection) => {
    await connection.respond(head(encoding, status));
    for (const part of chunks) {
      await new Promise((resolve) => connection.socket.write(chunk(part), resolve));
    }
    connection.socket.write(lastChunk);
  });
  const abort = new AbortController();
  const { http } = createHttp();
  const response = await http.request(postRequest(server.url(), { signal: abort.signal }));
  return { response, server, abort };
}

async function sizeOf(body: HttpBody): Promise<number> {
  let size = 0;
  for await (const part of body) size += part.length;
  return size;
}

describe('a body that is not compressed', () => {
  const bodies = ['data: {"a":1}\n\n', '{"error":{"code":1}}', '[{"a":1}]', ': ping\n\n'];

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is returned as it is: %s', async (encoding) => {
    for (const body of bodies) {
      const { response } = await request(encoding, [Buffer.from(body), Buffer.from('rest')]);
      expect(await textOf(response.body)).toBe(`${body}rest`);
    }
  });
});

describe('a compressed body', () => {
  it.each(encoders)('is decompressed: %s', async (encoding, compress) => {
    const { response } = await request(encoding, [compress(bytes)]);
    expect(await textOf(response.body)).toBe(text);
    expect(response.headers.names()).not.toContain('content-encoding');
    expect(response.headers.names()).not.toContain('content-length');
    expect(response.headers.get('retry-after')).toBe('7');
  });

  it.each(encoders)('may be split at every byte: %s', async (encoding, compress) => {
    const single = Array.from(compress(bytes), (byte) => Uint8Array.of(byte));
    expect(await textOf((await request(encoding, single)).response.body)).toBe(text);
  });

  it.each(encoders)('that is cut off never returns more than what arrived: %s', async (...args) => {
    const [encoding, compress] = args;
    const compressed = compress(bytes);
    for (let length = 0; length < compressed.length; length += 5) {
      const { response } = await request(
        encoding,
        [compressed.subarray(0, length)].filter((part) => part.length > 0),
      );
      const received = await textOf(response.body);
      expect(text.startsWith(received.replace(/\uFFFD+$/, ''))).toBe(true);
    }
  });

  it.each([
    ['gzip', gzipSync(bytes).subarray(0, 10)],
    ['deflate', deflateSync(bytes).subarray(0, 2)],
    ['deflate', Buffer.alloc(0)],
    ['br', brotliCompressSync(bytes).subarray(0, 3)],
    ['zstd', zstdCompressSync(bytes).subarray(0, 5)],
    ['gzip', Buffer.from('text')],
    ['zstd', Buffer.from('text')],
  ])('that is damaged fails: %s, %#', async (encoding, start) => {
    const damaged = Buffer.concat([start, Buffer.alloc(200, 0xff)]);
    const { response } = await request(encoding, [damaged]);
    expect(await reasonOf(textOf(response.body))).toMatchObject({
      code: 'malformed-response',
      message: `expected a body in the content encoding ${encoding}, received other data`,
    });
  });

  it.each(['gzip', 'br', 'zstd', 'deflate'])('may be empty: %s', async (encoding) => {
    expect(await textOf((await request(encoding, [])).response.body)).toBe('');
  });

  it.each([
    ['gzip', gzipSync('data: a\n\n', { finishFlush: constants.Z_SYNC_FLUSH })],
    ['br', brotliCompressSync('data: a\n\n', { finishFlush: constants.BROTLI_OPERATION_FLUSH })],
    ['zstd', zstdCompressSync('data: a\n\n', { finishFlush: constants.ZSTD_e_flush })],
  ])('is returned as it arrives, and closed by an early return: %s', async (encoding, part) => {
    const server = await RawServer.start(async (connection) => {
      await connection.respond(head(encoding));
      connection.socket.write(chunk(part));
    });
    const { http, clock } = createHttp();
    const reader = readerOf((await http.request(postRequest(server.url()))).body);
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('data: a\n\n');
    await reader.return?.();
    await clock.advance(100);
    await (
      await server.connection()
    ).closed;
  });

  it('is closed by an abort, whose reason it rejects with', async () => {
    const server = await RawServer.start((connection) => connection.respond(head('gzip')));
    const { http } = createHttp();
    const abort = new AbortController();
    const { body } = await http.request(postRequest(server.url(), { signal: abort.signal }));
    const read = reasonOf(textOf(body));
    const reason = new Error('enough');
    abort.abort(reason);
    expect(await read).toBe(reason);
    await (
      await server.connection()
    ).closed;
  });

  it('is closed by an early return while a read is pending', async () => {
    const server = await RawServer.start(async (connection) => {
      await connection.respond(head('br'));
      connection.socket.write(chunk(brotliCompressSync(bytes).subarray(0, 1)));
    });
    const { http, clock } = createHttp();
    const reader = readerOf((await http.request(postRequest(server.url()))).body);
    const pending = reader.next();
    await reader.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    await clock.advance(100);
    await (
      await server.connection()
    ).closed;
  });

  it.each<[string, Compress]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('may not decompress without end: %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(70_000_000));
    const { response } = await request(encoding, [bomb]);
    expect(await reasonOf(sizeOf(response.body))).toMatchObject({
      code: 'response-too-large',
      message: 'expected a body that decompresses to at most 512 times its size, received more',
    });
  });

  it('may be large if the received bytes are many', async () => {
    const line = Buffer.from(`data: {"text":"${'lorem ipsum '.repeat(10)}"}\n\n`);
    const large = Buffer.concat(
      Array.from({ length: 600_000 }, (_, index) =>
        Buffer.concat([Buffer.from(`id: ${index * 7919}\n`), line]),
      ),
    );
    const { response } = await request('gzip', [gzipSync(large)]);
    expect(await sizeOf(response.body)).toBe(large.length);
  });
});

describe('a content encoding', () => {
  it.each(['none', 'utf-8', 'UTF8', 'identity', 'binary', ''])('can be %j', async (encoding) => {
    const { response } = await request(encoding, [bytes]);
    expect(await textOf(response.body)).toBe(text);
    expect(response.headers.names()).not.toContain('content-encoding');
  });

  it.each([
    ['compress', '"compress"'],
    ['gzip, exi', '"gzip, exi"'],
    ['gzip, gzip, gzip', '"gzip, gzip, gzip"'],
    ['sk-proj:canary', 'another one'],
  ])('that is not supported is named by the error of the body: %s', async (encoding, name) => {
    const { response, server } = await request(encoding, [bytes], '429 No');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await reasonOf(textOf(response.body))).toMatchObject({
      code: 'malformed-response',
      status: 429,
      message: `expected the content encoding gzip, deflate, br or zstd, received ${name}`,
    });
    expect(server.connections).toHaveLength(1);
  });
});
