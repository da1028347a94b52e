import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A received request. */
export interface RawRequest {
  /** The number of earlier requests on all connections of the server. */
  readonly index: number;
  readonly head: string;
  readonly body: string;
}

/** Sends the response to a request. */
export type Reply = (connection: RawConnection, request: RawRequest) => Promise<void> | void;

/** The server side of one connection. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  /** The time of `performance.now()` at which it was closed. Undefined while it is open. */
  closedAt: number | undefined;
  #received = Buffer.alloc(0);
  #wake = Promise.withResolvers<void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closedAt = performance.now();
      closed.resolve();
      this.#notify();
    });
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#notify();
    });
  }

  /** Sends bytes and lets the client read them before the next ones. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (this.socket.destroyed) throw new Error('the client closed the connection');
    await new Promise<void>((resolve) => void this.socket.write(bytes, () => resolve()));
    await nextTurn();
  }

  /** Sends bytes in chunks. The list of sizes is repeated. */
  async sendInChunks(bytes: Uint8Array, sizes: readonly number[]): Promise<void> {
    let start = 0;
    for (let index = 0; start < bytes.length; index += 1) {
      const end = start + Math.max(1, sizes[index % sizes.length] ?? 1);
      await this.send(bytes.subarray(start, end));
      start = end;
    }
  }

  /** Sends the same bytes repeatedly until the client closes the connection. */
  async repeat(bytes: string | Uint8Array, everyMs: number): Promise<void> {
    const timer = setInterval(() => this.socket.write(bytes), everyMs);
    await this.closed;
    clearInterval(timer);
  }

  /** Sends nothing and keeps the connection open. */
  stall(): Promise<void> {
    return this.closed;
  }

  /** Sends a FIN after all bytes. */
  end(): void {
    this.socket.end();
  }

  /** Sends a RST. */
  async reset(): Promise<void> {
    await nextTurn();
    this.socket.resetAndDestroy();
  }

  /** Waits for the next request and returns it with its body, or undefined after the connection was closed. */
  async receive(): Promise<Omit<RawRequest, 'index'> | undefined> {
    for (;;) {
      const text = this.#received.toString('latin1');
      const bodyAt = text.indexOf('\r\n\r\n') + 4;
      const length = bodyAt + Number(/^content-length: (\d+)\r$/im.exec(text)?.[1] ?? 0);
      if (bodyAt >= 4 && length <= this.#received.length) {
        const body = this.#received.subarray(bodyAt, length).toString('utf8');
        this.#received = this.#received.subarray(length);
        return { head: text.slice(0, bodyAt), body };
      }
      if (this.socket.destroyed) return undefined;
      await this.#wake.promise;
    }
  }

  #notify(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

/** A TCP server that replies to each request with exact bytes and records the requests. */
export class RawServer implements AsyncDisposable {
  readonly connections: RawConnection[] = [];
  readonly requests: RawRequest[] = [];
  readonly #server = createServer();
  readonly #reply: Reply;
  readonly #accept: ((connection: RawConnection) => unknown) | undefined;

  constructor(reply: Reply, accept?: (connection: RawConnection) => unknown) {
    this.#reply = reply;
    this.#accept = accept;
  }

  /** Starts a server on a free port. `accept` is called for each connection before its first request. */
  static async start(
    reply: Reply,
    accept?: (connection: RawConnection) => unknown,
  ): Promise<RawServer> {
    const server = new RawServer(reply, accept);
    server.#server.on('connection', (socket) => {
      const connection = new RawConnection(socket);
      server.connections.push(connection);
      // In many tests the connection ends before the reply.
      server.#serve(connection).catch(() => {});
    });
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): URL {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return new URL(`http://127.0.0.1:${address.port}/chat`);
  }

  /** The number of open connections. */
  get open(): number {
    return this.connections.filter(({ closedAt }) => closedAt === undefined).length;
  }

  /** Resolves when all connections are closed. */
  async allClosed(): Promise<void> {
    await Promise.all(this.connections.map(({ closed }) => closed));
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { socket } of this.connections) socket.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(connection: RawConnection): Promise<void> {
    await this.#accept?.(connection);
    for (;;) {
      const received = await connection.receive();
      if (!received) return;
      const request = { ...received, index: this.requests.length };
      this.requests.push(request);
      await this.#reply(connection, request);
    }
  }
}
