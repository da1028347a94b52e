import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

import type { ClientConnection } from './client-connection.ts';

export interface ClientStreamOptions {
  /** After how long without bytes `heartbeat` is sent, in milliseconds. */
  readonly heartbeatMs: number;
  /** Sent between two events. */
  readonly heartbeat: string;
  /** After how long a client that reads nothing is disconnected, in milliseconds. */
  readonly slowReaderMs: number;
}

/** A stream of server-sent events to one client. A heartbeat is sent while the head is sent and nothing else is. */
export class ClientStream {
  readonly connection: ClientConnection;
  readonly #response: ServerResponse;
  readonly #options: ClientStreamOptions;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    response: ServerResponse,
    connection: ClientConnection,
    options: ClientStreamOptions,
  ) {
    this.connection = connection;
    this.#response = response;
    this.#options = options;
    response.on('close', () => clearTimeout(this.#heartbeat));
  }

  /** Whether the head is written. */
  get isOpen(): boolean {
    return this.#response.headersSent;
  }

  /** Writes the head of a stream of server-sent events. It is sent with the first events, or by `flush()`. */
  open(headers: OutgoingHttpHeaders): void {
    if (this.#response.destroyed) return;
    this.#response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    this.#startHeartbeat();
  }

  /** Sends the head before there are events. A write of its own costs as much as one of several events. */
  flush(): void {
    if (!this.#response.destroyed) this.#response.flushHeaders();
  }

  /** Writes complete events. Resolves when the client can receive more. @throws the reason of the signal */
  async write(text: string): Promise<void> {
    const { isGone, signal } = this.connection;
    if (isGone) throw signal.reason;
    this.#heartbeat?.refresh();
    if (!this.#response.write(text)) await this.#drain();
  }

  /** Ends the response. */
  end(text: string): void {
    clearTimeout(this.#heartbeat);
    this.#response.end(text);
  }

  #drain(): Promise<void> {
    clearTimeout(this.#heartbeat);
    return new Promise((resolve, reject) => {
      const { signal } = this.connection;
      const settle = (): void => {
        clearTimeout(timer);
        this.#response.off('drain', settle);
        signal.removeEventListener('abort', settle);
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        this.#startHeartbeat();
        resolve();
      };
      const { slowReaderMs } = this.#options;
      const timer = setTimeout(() => this.#response.destroy(), slowReaderMs).unref();
      this.#response.on('drain', settle);
      signal.addEventListener('abort', settle);
    });
  }

  #startHeartbeat(): void {
    this.#heartbeat = setTimeout(this.#beat, this.#options.heartbeatMs).unref();
  }

  readonly #beat = (): void => {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#response.write(this.#options.heartbeat);
    this.#heartbeat?.refresh();
  };
}
