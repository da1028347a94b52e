import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { HttpBody } from '../ports/http.ts';
import type { Encoding } from './decode-response.ts';
import { decompressResponse } from './decompress-response.ts';
import { RecordHeaders } from './record-headers.ts';

const text = 'data: {"text":"Teal."}\n\n';
const zlib = { finishFlush: constants.Z_SYNC_FLUSH };

const flushed: readonly (readonly [Encoding, Uint8Array])[] = [
  ['gzip', gzipSync(text, zlib)],
  ['deflate', deflateSync(text, zlib)],
  ['deflate', deflateRawSync(text, zlib)],
  ['br', brotliCompressSync(text, { finishFlush: constants.BROTLI_OPERATION_FLUSH })],
  ['zstd', zstdCompressSync(text, { finishFlush: constants.ZSTD_e_flush })],
  ['gzip', Buffer.from(text)],
];

function decompress(encoding: Encoding, body: HttpBody): HttpBody {
  const headers = new RecordHeaders({ 'content-encoding': encoding });
  return decompressResponse({ status: 200, headers, body }).body;
}

describe('a compressed body whose source fails', () => {
  it.each(flushed)('fails after what arrived: %s, %#', async (encoding, bytes) => {
    const reset = new Error('reset');
    const source = (async function* () {
      yield bytes;
      throw reset;
    })();
    const body = decompress(encoding, source);
    let received = '';
    const read = async () => {
      for await (const part of body) received += Buffer.from(part).toString();
    };
    await expect(read()).rejects.toBe(reset);
    expect(received).toBe(text);
  });

  it('fails if nothing arrived', async () => {
    const reset = new Error('reset');
    const source = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(reset) }) };
    const body = decompress('gzip', source);
    await expect(body[Symbol.asyncIterator]().next()).rejects.toBe(reset);
  });
});
