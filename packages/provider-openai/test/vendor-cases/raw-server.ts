import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Piece, RawResponse } from './vendor-case.ts';

/** A server that sends the bytes of one response to every request. */
export class RawServer implements AsyncDisposable {
  /** The bodies of the requests. */
  readonly bodies: string[] = [];
  readonly #response: RawResponse;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(response: RawResponse) {
    this.#response = response;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async start(response: RawResponse): Promise<RawServer> {
    const server = new RawServer(response);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let end = findEnd(received); end !== undefined; end = findEnd(received)) {
        const request = received.subarray(0, end).toString();
        this.bodies.push(request.slice(request.indexOf('\r\n\r\n') + 4));
        received = received.subarray(end);
        void send(socket, this.#response);
      }
    });
  }
}

/** Returns the length of the first request, or undefined if it is incomplete. */
function findEnd(received: Buffer): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.subarray(0, headEnd).toString('latin1');
  const end = headEnd + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return received.length < end ? undefined : end;
}

async function send(socket: Socket, response: RawResponse): Promise<void> {
  const { status, headers = {}, chunks = [], end = 'whole', heartbeat } = response;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${fillTimes(value)}`);
  const head = [`HTTP/1.1 ${status} Status`, ...lines, 'transfer-encoding: chunked'];
  await write(socket, Buffer.from(`${head.join('\r\n')}\r\n\r\n`));
  for (const chunk of chunks) {
    if (typeof chunk === 'object' && 'waitMs' in chunk) await sleep(chunk.waitMs);
    else await writeChunk(socket, toBytes(chunk));
  }
  if (heartbeat) return repeat(socket, heartbeat);
  if (end === 'whole') await write(socket, Buffer.from('0\r\n\r\n'));
  else if (end === 'fin') socket.end();
  // The client reads the chunks first, because a reset discards what was received and not read.
  else if (end === 'reset') setTimeout(() => socket.resetAndDestroy(), 20);
}

function repeat(
  socket: Socket,
  { text, everyMs }: { readonly text: string; readonly everyMs: number },
): void {
  const timer = setInterval(() => void writeChunk(socket, Buffer.from(text)), everyMs);
  socket.on('close', () => clearInterval(timer));
}

async function writeChunk(socket: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  const size = Buffer.from(`${bytes.length.toString(16)}\r\n`);
  await write(socket, Buffer.concat([size, bytes, Buffer.from('\r\n')]));
}

async function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => void socket.write(bytes, () => resolve()));
}

function toBytes(piece: Exclude<Piece, { readonly waitMs: number }>): Buffer {
  if (typeof piece === 'string') return Buffer.from(piece);
  if ('base64' in piece) return Buffer.from(piece.base64, 'base64');
  return Buffer.from(piece.repeat.repeat(piece.times));
}

function fillTimes(value: string): string {
  return value
    .replaceAll(/\{\{ms\+(\d+)\}\}/g, (_, wait) => String(Date.now() + Number(wait)))
    .replaceAll(/\{\{s\+(\d+)\}\}/g, (_, wait) =>
      String(Math.ceil(Date.now() / 1000) + Number(wait)),
    );
}
