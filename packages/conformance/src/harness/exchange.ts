import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { MockReply, MockRequest } from '../wire-format.ts';

/** One request, and the reply to it as it is written. */
export class Exchange {
  readonly request: MockRequest;
  /** True for a request that asks for an answer. */
  forAnswer = false;
  /** How many bytes of the body the system has taken. */
  sentBytes = 0;
  readonly #response: ServerResponse;
  readonly #closed = Promise.withResolvers<void>();
  #open = true;

  constructor(request: MockRequest, response: ServerResponse) {
    this.request = request;
    this.#response = response;
    response.on('close', () => {
      this.#open = false;
      this.#closed.resolve();
    });
  }

  /** False once the reply is whole, or its connection gone. */
  get open(): boolean {
    return this.#open;
  }

  begin({ status = 200, headers = {} }: MockReply): void {
    for (const [name, value] of Object.entries(headers)) this.#response.setHeader(name, value);
    this.#response.writeHead(status);
    this.#response.flushHeaders();
  }

  /** Writes bytes, and lets the other side read them before anything else. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#response.write(bytes, (error) => (error ? reject(error) : resolve()));
      void this.#closed.promise.then(() => reject(new Error('the client has gone')));
    });
    this.sentBytes += Buffer.byteLength(bytes);
    await nextTurn();
  }

  /** Writes bytes in pieces of these sizes, over and over. */
  async sendInPieces(bytes: Uint8Array, sizes: readonly number[]): Promise<void> {
    let start = 0;
    for (let piece = 0; start < bytes.length; piece += 1) {
      const end = start + (sizes[piece % sizes.length] ?? 1);
      await this.send(bytes.subarray(start, end));
      start = end;
    }
  }

  /** A whole reply, piece by piece. */
  async deliver(reply: MockReply): Promise<void> {
    this.begin(reply);
    for (const piece of reply.body ?? []) await this.send(piece);
    this.end();
  }

  end(): void {
    this.#response.end();
  }

  /** Says no more, and keeps the connection. */
  hold(): Promise<void> {
    return this.#closed.promise;
  }

  /** Ends the connection within the body. */
  async cut(): Promise<void> {
    await nextTurn();
    this.#response.socket?.end();
  }

  /** A RST. */
  async reset(): Promise<void> {
    await nextTurn();
    this.#response.socket?.resetAndDestroy();
  }
}

/** The body of a reply in one piece. */
export function bodyBytes({ body = [] }: MockReply): Uint8Array {
  return Buffer.concat(body.map((piece) => Buffer.from(piece)));
}
