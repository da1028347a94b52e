import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { SeededRandom } from '../src/testing/seeded-random.ts';
import { postRequest, createHttp, readerOf } from './http-client.ts';
import { RawServer } from './http-server.ts';

const mebibyte = 1024 * 1024;

function randomBytes(length: number): Buffer {
  const random = new SeededRandom(7);
  return Buffer.from(Array.from({ length }, () => Math.floor(random.next() * 256)));
}

const digest = (bytes: readonly Uint8Array[]): string =>
  createHash('sha256').update(Buffer.concat(bytes)).digest('hex');

describe('a response body', () => {
  it('stops the server while the reader is slow, and delivers every byte', async () => {
    const piece = randomBytes(mebibyte);
    const count = 32;
    let written = 0;
    const server = await RawServer.start(async ({ socket }) => {
      const length = piece.length * count;
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`);
      for (let index = 0; index < count; index++) {
        await new Promise((resolve) => void socket.write(piece, resolve));
        written += 1;
      }
    });
    const { http } = createHttp();
    let received = 0;
    const { body } = await http.request(
      postRequest(server.url(), { onBytes: () => void (received += 1) }),
    );
    const reader = readerOf(body);
    const first = await reader.next();
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    // The kernel buffers the difference, a few MiB at most.
    expect(received).toBeLessThan(8);
    expect(written).toBeLessThan(count / 2);
    const chunks = first.done === true ? [] : [first.value];
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      chunks.push(next.value);
    }
    expect(digest(chunks)).toBe(digest(Array.from({ length: count }, () => piece)));
  }, 30_000);

  it('delivers each read of the socket to a waiting reader immediately', async () => {
    const server = await RawServer.start((connection) =>
      connection.respond('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n'),
    );
    const { http } = createHttp();
    const { body } = await http.request(postRequest(server.url()));
    const reader = readerOf(body);
    const connection = await server.connection();
    const texts: string[] = [];
    for (const text of ['one', 'two']) {
      const read = reader.next();
      connection.socket.write(text);
      texts.push(Buffer.from((await read).value ?? []).toString());
    }
    expect(texts).toEqual(['one', 'two']);
    expect((await reader.next()).done).toBe(true);
  });
});
