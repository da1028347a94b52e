import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { MockRequest, TestServer } from '../wire-format.ts';
import { Exchange } from './exchange.ts';
import type { Handler } from './server-script.ts';

/** For clauses that read a provider definition and send no request. */
export const unusedServer: TestServer = {
  baseUrl: 'http://127.0.0.1:9',
  responseFor: () => ({ type: 'response', parts: [] }),
};

/** An HTTP server on a local port that records all requests. */
export class MockServer implements AsyncDisposable {
  /** All requests with their replies, in order. */
  readonly exchanges: Exchange[] = [];
  /** Number of connections since the start. */
  connections = 0;
  readonly #handler: Handler;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(handler: Handler) {
    this.#handler = handler;
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      socket.setNoDelay(true);
    });
  }

  static async start(handler: Handler): Promise<MockServer> {
    const server = new MockServer(handler);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** The address, without a trailing slash. */
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
      await this.#handler(exchange);
    } catch {
      // Many clauses close the connection while the server sends a reply.
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
