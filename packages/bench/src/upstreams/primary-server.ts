import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { request } from 'undici';

import { listen } from './listen.ts';
import type { PrimaryFault } from './primary-faults.ts';
import { sharedNow } from './shared-clock.ts';

/** Request header that identifies a call, so that its record can be fetched. */
export const callHeader = 'x-bench-call';

/** What the server saw of one call. */
export interface CallRecord {
  readonly requests: number;
  /** Time at which the last socket of the call closed, on the shared clock. Null while it is open. */
  readonly closedAt: number | null;
}

/** A FakeGpt server that forwards logins to an emulator and responds to every chat request with one fault. */
export class PrimaryServer {
  readonly #emulatorUrl: string;
  readonly #fault: PrimaryFault;
  readonly #server: Server;
  readonly #calls = new Map<string, { requests: number; closedAt: number | null }>();

  constructor(emulatorUrl: string, fault: PrimaryFault) {
    this.#emulatorUrl = emulatorUrl;
    this.#fault = fault;
    this.#server = createServer((incoming, response) => void this.#handle(incoming, response));
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  recordOf(call: string): CallRecord {
    return this.#calls.get(call) ?? { requests: 0, closedAt: null };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const isChat = incoming.url === '/api/conversation';
    if (isChat) this.#record(incoming, response);
    const body = await buffer(incoming);
    if (!isChat) {
      await this.#forward(incoming, body, response);
      return;
    }
    if (this.#fault.closesServer === true)
      response.once('finish', () => setImmediate(() => this.close()));
    this.#fault.handle(response);
  }

  #record({ headers, socket }: IncomingMessage, response: ServerResponse): void {
    const call = headers[callHeader];
    if (typeof call !== 'string') return;
    const record = this.#calls.get(call) ?? { requests: 0, closedAt: null };
    this.#calls.set(call, record);
    record.requests += 1;
    record.closedAt = null;
    const onClose = (): void => {
      record.closedAt = sharedNow();
    };
    socket.once('close', onClose);
    response.once('finish', () => socket.off('close', onClose));
  }

  async #forward(
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const { host: _host, connection: _connection, 'content-length': _length, ...sent } = headers;
    const forwarded = await request(this.#emulatorUrl + url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: sent,
      ...(method === 'POST' && { body }),
    });
    const cookies = forwarded.headers['set-cookie'];
    const type = forwarded.headers['content-type'];
    if (cookies !== undefined) response.setHeader('set-cookie', cookies);
    if (type !== undefined) response.setHeader('content-type', type);
    response.statusCode = forwarded.statusCode;
    response.end(await forwarded.body.text());
  }
}
