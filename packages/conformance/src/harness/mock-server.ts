import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { MockRequest } from '../wire-format.ts';
import { Exchange } from './exchange.ts';
import type { Handler } from './server-script.ts';

/** The vendor's side: a server on loopback that keeps what it was asked. */
export class MockServer implements AsyncDisposable {
  /** All requests with their replies, in order. */
  readonly exchanges: Exchange[] = [];
  /** How many connections were ever made. */
  connections = 0;
  readonly #perform: Handler;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(perform: Handler) {
    this.#perform = perform;
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      socket.setNoDelay(true);
    });
  }

  static async start(perform: Handler): Promise<MockServer> {
    const server = new MockServer(perform);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** Without a slash at its end. */
  get url(): string {
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return `http://127.0.0.1:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const exchange = new Exchange(await readRequest(request), response);
      this.exchanges.push(exchange);
      await this.#perform(exchange);
    } catch {
      // Whoever leaves while a reply is written is what many clauses are about.
      response.destroy();
    }
  }
}

async function readRequest(request: IncomingMessage): Promise<MockRequest> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: await text(request),
  };
}
