import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { DecompressedBody } from './decompressed-body.ts';
import type { Encoding } from './encodings.ts';

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

describe('a compressed body whose source fails', () => {
  it.each(flushed)('fails after what arrived: %s, %#', async (encoding, bytes) => {
    const reset = new Error('reset');
    const source = (async function* () {
      yield bytes;
      throw reset;
    })();
    const body = new DecompressedBody(source, [encoding], 200);
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
    await expect(new DecompressedBody(source, ['gzip'], 200).next()).rejects.toBe(reset);
  });
});
