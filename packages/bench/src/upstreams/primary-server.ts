import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { request } from 'undici';

import { listen } from './listen.ts';
import type { LeadFault } from './primary-faults.ts';
import { sharedNow } from './shared-clock.ts';

/** Names a question, for who wants to hear what became of it. */
export const callHeader = 'x-bench-call';

/** What the site saw of one question. */
export interface SeenCall {
  /** How often it was asked. */
  readonly requests: number;
  /** When its last socket closed, on the shared clock; null while it is open. */
  readonly closedAt: number | null;
}

/** A FakeGpt site on which logins work, by an emulator behind it, and every question meets one fault. */
export class LeadSite {
  readonly #emulatorUrl: string;
  readonly #fault: LeadFault;
  readonly #server: Server;
  readonly #calls = new Map<string, { requests: number; closedAt: number | null }>();

  constructor(emulatorUrl: string, fault: LeadFault) {
    this.#emulatorUrl = emulatorUrl;
    this.#fault = fault;
    this.#server = createServer((asked, response) => void this.#serve(asked, response));
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  see(call: string): SeenCall {
    return this.#calls.get(call) ?? { requests: 0, closedAt: null };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    if (asked.url === '/api/conversation') this.#note(asked, response);
    const body = await buffer(asked);
    if (asked.url !== '/api/conversation') {
      await this.#letEmulatorAnswer(asked, body, response);
      return;
    }
    if (this.#fault.leaves === true)
      response.once('finish', () => setImmediate(() => this.close()));
    this.#fault.play(response);
  }

  #note({ headers, socket }: IncomingMessage, response: ServerResponse): void {
    const call = headers[callHeader];
    if (typeof call !== 'string') return;
    const seen = this.#calls.get(call) ?? { requests: 0, closedAt: null };
    this.#calls.set(call, seen);
    seen.requests += 1;
    seen.closedAt = null;
    const onClose = (): void => {
      seen.closedAt = sharedNow();
    };
    socket.once('close', onClose);
    response.once('finish', () => socket.off('close', onClose));
  }

  async #letEmulatorAnswer(
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const { host: _host, connection: _connection, 'content-length': _length, ...sent } = headers;
    const answer = await request(this.#emulatorUrl + url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: sent,
      ...(method === 'POST' && { body }),
    });
    const cookies = answer.headers['set-cookie'];
    const type = answer.headers['content-type'];
    if (cookies !== undefined) response.setHeader('set-cookie', cookies);
    if (type !== undefined) response.setHeader('content-type', type);
    response.statusCode = answer.statusCode;
    response.end(await answer.body.text());
  }
}
