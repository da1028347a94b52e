import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { isJsonObject, parseJson } from '@understudy/provider-utils';

import type { MockReply, MockRequest } from '../wire-format.ts';

/** One request that the mock server received, and the reply to it. */
export class Exchange {
  readonly request: MockRequest;
  /** Whether `handleOther` replied to the request. */
  isOther = false;
  /** Bytes of the body that the operating system has accepted. */
  sentBytes = 0;
  readonly #response: ServerResponse;
  readonly #closed = Promise.withResolvers<void>();
  #open = true;
  /** Rejects the pending `send()`, if there is one. */
  #rejectSend: (error: Error) => void = () => {};

  constructor(request: MockRequest, response: ServerResponse) {
    this.request = request;
    this.#response = response;
    response.on('close', () => {
      this.#open = false;
      this.#closed.resolve();
      this.#rejectSend(connectionClosed());
    });
  }

  /** False after the reply has been sent completely, or its connection closed. */
  get open(): boolean {
    return this.#open;
  }

  /** Sends the status and the headers. */
  begin({ status = 200, headers = {} }: MockReply): void {
    for (const [name, value] of Object.entries(headers)) this.#response.setHeader(name, value);
    this.#response.writeHead(status);
    this.#response.flushHeaders();
  }

  /**
   * Sends bytes of the body. Waits one turn of the event loop, so that the client reads them separately.
   *
   * @throws Error if the client closes the connection
   */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    if (!this.#open) throw connectionClosed();
    await new Promise<void>((resolve, reject) => {
      this.#rejectSend = reject;
      this.#response.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    this.sentBytes += Buffer.byteLength(bytes);
    await nextTurn();
  }

  /** Sends bytes in chunks of these sizes, which repeat. */
  async sendInChunks(bytes: Uint8Array, sizes: readonly number[]): Promise<void> {
    let start = 0;
    for (let chunk = 0; start < bytes.length; chunk += 1) {
      const end = start + (sizes[chunk % sizes.length] ?? 1);
      await this.send(bytes.subarray(start, end));
      start = end;
    }
  }

  /** Sends a complete reply, chunk by chunk. */
  async deliver(reply: MockReply): Promise<void> {
    this.begin(reply);
    for (const chunk of reply.body ?? []) await this.send(chunk);
    this.end();
  }

  end(): void {
    this.#response.end();
  }

  /** Sends nothing and keeps the connection open until the client closes it. */
  stall(): Promise<void> {
    return this.#closed.promise;
  }

  /** Resets the connection (RST). */
  async reset(): Promise<void> {
    await nextTurn();
    this.#response.socket?.resetAndDestroy();
  }
}

function connectionClosed(): Error {
  return new Error('the client closed the connection');
}

/** Returns the body of a reply in one chunk. */
export function joinBody({ body = [] }: MockReply): Uint8Array {
  return Buffer.concat(body.map((chunk) => Buffer.from(chunk)));
}

/** Returns the path and the body of a request, URL-decoded, and each string of a JSON body without escapes. */
export function readRequestText({ path, body }: MockRequest): string {
  return [decodeUrl(path), decodeUrl(body), ...stringsIn(parseJson(body))].join('\n');
}

/** Returns the strings and the field names of a JSON value. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => [name, ...stringsIn(field)]);
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
