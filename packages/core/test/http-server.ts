import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

import { onTestFinished } from 'vitest';

/** The server side of one connection. Tests read and write its bytes. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  #received = Buffer.alloc(0);
  #wake = Promise.withResolvers<void>();

  constructor(socket: Socket) {
    this.socket = socket;
    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    socket.on('error', () => {});
    socket.on('close', () => {
      closed.resolve();
      this.#notify();
    });
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#notify();
    });
  }

  /** The received bytes that no call of `request()` has returned. */
  get received(): string {
    return this.#received.toString('latin1');
  }

  /** Waits for the next request and returns it with its body. */
  async request(): Promise<string> {
    for (;;) {
      const length = requestLength(this.received);
      if (length !== undefined && length <= this.#received.length) {
        const request = this.received.slice(0, length);
        this.#received = this.#received.subarray(length);
        return request;
      }
      if (this.socket.destroyed) throw new Error('the connection was closed before a request');
      await this.#wake.promise;
    }
  }

  /** Waits for a request and sends these bytes. Returns the request. */
  async respond(bytes: string | Uint8Array): Promise<string> {
    const request = await this.request();
    this.socket.write(bytes);
    return request;
  }

  #notify(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

function requestLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const body = /^content-length: (\d+)\r$/im.exec(text.slice(0, end + 2));
  return end + 4 + Number(body?.[1] ?? 0);
}

/** A TCP server that runs a script for each connection. It stops when the test has finished. */
export class RawServer {
  readonly connections: RawConnection[] = [];
  readonly #server = createServer();
  #waiting: (() => void)[] = [];

  static async start(
    serve: (connection: RawConnection, index: number) => unknown = () => {},
  ): Promise<RawServer> {
    const server = new RawServer();
    server.#server.on('connection', (socket) => {
      const connection = new RawConnection(socket);
      const index = server.connections.push(connection) - 1;
      for (const wake of server.#waiting.splice(0)) wake();
      // In many tests the connection ends before the script.
      Promise.resolve(serve(connection, index)).catch(() => {});
    });
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    onTestFinished(() => server.stop());
    return server;
  }

  get port(): number {
    return portOf(this.#server.address());
  }

  url(path = '/'): URL {
    return new URL(path, `http://127.0.0.1:${this.port}`);
  }

  /** Waits until `count` connections have been opened and returns the last of them. */
  async connection(count = 1): Promise<RawConnection> {
    for (;;) {
      const connection = this.connections[count - 1];
      if (connection) return connection;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    for (const { socket } of this.connections) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** Returns a port on which no server listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Returns a complete response with a content length. */
export function httpResponse(
  body: string,
  head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain',
): string {
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The head of a response with a chunked body. */
export const chunkedHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';

/** Returns one chunk of a chunked body. */
export function chunk(bytes: string | Uint8Array): Buffer {
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
}

export const lastChunk = '0\r\n\r\n';
