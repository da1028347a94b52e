import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** One request as it came. */
export interface RawRequest {
  /** Counted from 0 over all connections of its server. */
  readonly index: number;
  readonly head: string;
  readonly body: string;
}

/** What a server does once a request has come, byte by byte. */
export type Answer = (connection: RawConnection, request: RawRequest) => Promise<void> | void;

/** The server's end of one connection. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the other side has gone. */
  readonly closed: Promise<void>;
  /** When it closed, of `performance.now()`; undefined while it is open. */
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

  /** Sends these bytes, and lets the other side read them before anything else. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (this.socket.destroyed) throw new Error('the client has gone');
    await new Promise<void>((resolve) => void this.socket.write(bytes, () => resolve()));
    await nextTurn();
  }

  /** Sends bytes in pieces of the sizes given, over and over. */
  async sendInPieces(bytes: Uint8Array, sizes: readonly number[]): Promise<void> {
    let start = 0;
    for (let piece = 0; start < bytes.length; piece += 1) {
      const end = start + Math.max(1, sizes[piece % sizes.length] ?? 1);
      await this.send(bytes.subarray(start, end));
      start = end;
    }
  }

  /** Sends the same bytes again and again, until the other side has gone. */
  async repeat(bytes: string | Uint8Array, everyMs: number): Promise<void> {
    const timer = setInterval(() => this.socket.write(bytes), everyMs);
    await this.closed;
    clearInterval(timer);
  }

  /** Says no more, and keeps the connection. */
  hold(): Promise<void> {
    return this.closed;
  }

  /** A FIN, after all that was sent. */
  end(): void {
    this.socket.end();
  }

  /** A RST. */
  async reset(): Promise<void> {
    await nextTurn();
    this.socket.resetAndDestroy();
  }

  /** Takes the next request, with its body; undefined when none comes any more. */
  async take(): Promise<Omit<RawRequest, 'index'> | undefined> {
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

/** A server that answers each request with exactly the bytes of its script, and keeps what it saw. */
export class RawServer implements AsyncDisposable {
  readonly connections: RawConnection[] = [];
  readonly requests: RawRequest[] = [];
  readonly #server = createServer();
  readonly #answer: Answer;
  readonly #accept: ((connection: RawConnection) => unknown) | undefined;

  constructor(answer: Answer, accept?: (connection: RawConnection) => unknown) {
    this.#answer = answer;
    this.#accept = accept;
  }

  /** Listens on a free port; `accept` is called for each connection before anything comes. */
  static async start(
    answer: Answer,
    accept?: (connection: RawConnection) => unknown,
  ): Promise<RawServer> {
    const server = new RawServer(answer, accept);
    server.#server.on('connection', (socket) => {
      const connection = new RawConnection(socket);
      server.connections.push(connection);
      // A connection that ends before its script does is what many tests are about.
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

  /** How many connections are open now. */
  get open(): number {
    return this.connections.filter(({ closedAt }) => closedAt === undefined).length;
  }

  /** Resolves when every connection there was has closed. */
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
    for (let taken = await connection.take(); taken; taken = await connection.take()) {
      const request = { ...taken, index: this.requests.length };
      this.requests.push(request);
      await this.#answer(connection, request);
    }
  }
}
