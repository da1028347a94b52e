import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';

import { createTextReply } from './create-reply.ts';
import type { EmulatedRequest } from './emulated-request.ts';
import { Exchange } from './exchange.ts';
import { listen } from './listen.ts';
import { readBody } from './read-body.ts';
import type { Reply } from './reply.ts';
import { RequestLog } from './request-log.ts';

/** What a protocol is to the server: what it answers to a request that was read whole. */
export type AnswerRequest = (request: EmulatedRequest) => Reply;

/** Serves one protocol on loopback, and remembers what it was asked. */
export class EmulatorServer {
  readonly #server: Server;
  readonly #log: RequestLog;
  readonly #answer: AnswerRequest;
  readonly #onRequestEnd: (request: EmulatedRequest) => void;
  readonly #sockets = new Set<Socket>();
  readonly #exchanges = new Set<Exchange>();

  constructor(
    answer: AnswerRequest,
    maxRecordedRequests: number,
    onRequestEnd: (request: EmulatedRequest) => void = () => undefined,
  ) {
    this.#answer = answer;
    this.#onRequestEnd = onRequestEnd;
    this.#log = new RequestLog(maxRecordedRequests);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
  }

  get requests(): readonly EmulatedRequest[] {
    return this.#log.requests;
  }

  listen(port: number): Promise<string> {
    return listen(this.#server, port);
  }

  /** Ends every socket at once, and with them every timer. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const exchange of this.#exchanges) exchange.endByServer();
    // the server calls itself closed before its last sockets do, and requests end with their sockets
    const ended = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...ended]);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = this.#log.add(request);
    const exchange = new Exchange(response, record);
    this.#exchanges.add(exchange);
    response.once('close', () => {
      this.#exchanges.delete(exchange);
      this.#onRequestEnd(record);
    });
    try {
      record.body = await readBody(request);
      await exchange.send(this.#answer(record));
    } catch (error) {
      if (response.headersSent || response.destroyed) response.destroy();
      else await exchange.send(createTextReply(500, `The emulator failed: ${String(error)}`));
    }
  }
}
