import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { ollama } from '../src/index.ts';

const names = ['docs-text', 'docs-tool-call', 'docs-complete', 'thinking', 'parallel-calls'];
const tools = [{ name: 'paint', inputSchema: { type: 'object' } }] as const;

type Send = (socket: Socket) => Promise<void>;

/** A server on a socket that sends the same bytes for each request, and closes the connection. */
class RawServer implements AsyncDisposable {
  readonly #server: Server;
  readonly understudy: Understudy;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.understudy = createUnderstudy({
      providers: [ollama({ baseUrl: url })],
      retry: { maxRetries: 0 },
    });
  }

  static async start(send: Send): Promise<RawServer> {
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => void send(socket).then(() => socket.end()));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return new RawServer(server, `http://127.0.0.1:${port}`);
  }

  async chat(content: string = 'Hi'): Promise<object> {
    try {
      const { text, reasoning, toolCalls, usage, finishReason } = await this.understudy
        .chat({ model: 'ollama/tiny', messages: [{ role: 'user', content }], tools })
        .response();
      const calls = toolCalls.map(({ name, argumentsText }) => [name, argumentsText]);
      return { text, reasoning, calls, usage, finishReason };
    } catch (error) {
      if (!isUnderstudyError(error)) throw error;
      return { code: error.code };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\nconnection: close\r\n\r\n';

/** Sends each piece in a packet of its own. */
function sendPieces(pieces: readonly Uint8Array[]): Send {
  return async (socket) => {
    socket.write(head);
    for (const piece of pieces) {
      await new Promise((resolve) => void socket.write(piece, resolve));
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };
}

function splitAtRandom(bytes: Uint8Array, random: SeededRandom): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + Math.floor(random.next() * 120);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

describe.each(names)('the stream %s over a socket', (name) => {
  const bytes = readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url));

  it('is the same response in random packets', async () => {
    await using complete = await RawServer.start(sendPieces([bytes]));
    const expected = await complete.chat();
    expect(expected).toHaveProperty('finishReason');
    const random = new SeededRandom(7);
    for (let round = 0; round < 3; round += 1) {
      await using split = await RawServer.start(sendPieces(splitAtRandom(bytes, random)));
      expect(await split.chat()).toEqual(expected);
    }
  });

  it('is truncated at each of twelve positions', async () => {
    for (let part = 1; part <= 12; part += 1) {
      const cut = Math.floor((bytes.length * part) / 13);
      await using server = await RawServer.start(sendPieces([bytes.subarray(0, cut)]));
      expect([cut, await server.chat()]).toEqual([cut, { code: 'stream-truncated' }]);
    }
  });
});

it('an error is not classified by the words of the prompt that it repeats', async () => {
  const prompt = 'Explain to me "late" rate limit, please';
  const body = JSON.stringify({ error: `could not process: ${prompt}` });
  const lines = ['HTTP/1.1 400 Bad Request', 'connection: close', `content-length: ${body.length}`];
  const rejected = `${lines.join('\r\n')}\r\n\r\n${body}`;
  await using server = await RawServer.start(async (socket) => {
    await new Promise((resolve) => void socket.write(rejected, resolve));
  });
  expect(await server.chat(prompt)).toEqual({ code: 'request-rejected' });
});
