import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';

import type { EmulatedRequest } from '../journal/emulated-request.ts';
import { JournalEntry } from '../journal/journal-entry.ts';
import { Journal } from '../journal/journal.ts';
import { scriptHeader } from '../scripts/script-header.ts';
import { createTextReply } from './create-reply.ts';
import { Exchange } from './exchange.ts';
import { listen } from './listen.ts';
import { readBody } from './read-body.ts';
import { type ReceivedRequest, readHead } from './received-request.ts';
import type { Reply } from './reply.ts';

/** Returns the reply of a protocol to a request. */
export type RequestHandler = (request: ReceivedRequest) => Reply;

export interface ServerSettings {
  readonly maxRecordedRequests: number;
  readonly onRequestStart: (request: EmulatedRequest) => void;
  readonly onRequestEnd: (request: EmulatedRequest) => void;
  readonly now: () => number;
}

/** Serves one protocol on the loopback interface and records its requests. */
export class EmulatorServer {
  readonly journal: Journal;
  readonly #server: Server;
  readonly #handle: RequestHandler;
  readonly #settings: ServerSettings;
  readonly #sockets = new Set<Socket>();
  readonly #exchanges = new Set<Exchange>();

  constructor(handle: RequestHandler, settings: ServerSettings) {
    this.#handle = handle;
    this.#settings = settings;
    this.journal = new Journal(settings.maxRecordedRequests);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket: Socket) => this.#addSocket(socket));
  }

  listen(port: number): Promise<string> {
    return listen(this.#server, port);
  }

  /** Destroys every socket, which also ends every timer. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const exchange of this.#exchanges) exchange.markEnding('server-closed');
    // `Server.close` can complete before the last sockets have closed, and a request ends when its
    // socket closes.
    const ended = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...ended]);
    this.journal.close();
  }

  #addSocket(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = readHead(request);
    const entry = new JournalEntry(head, head.headers[scriptHeader]);
    const exchange = this.#startExchange(entry, response);
    const created = await this.#createReply(request, head, entry);
    entry.note(created.notes ?? {});
    const reply = this.#reportStart(entry, created);
    try {
      await exchange.send(reply);
    } catch {
      // The headers may have been sent, so an error while the body is created cannot be reported.
      exchange.markEnding('connection-dropped');
      response.destroy();
    }
  }

  async #createReply(
    request: IncomingMessage,
    head: Omit<ReceivedRequest, 'body'>,
    entry: JournalEntry,
  ): Promise<Reply> {
    try {
      const body = await readBody(request);
      entry.setBody(body);
      return this.#handle({ ...head, body });
    } catch (error) {
      return createErrorReply(error);
    }
  }

  /** Calls `onRequestStart`, unless the client has disconnected, and returns the reply to send. */
  #reportStart(entry: JournalEntry, reply: Reply): Reply {
    this.journal.deliver(entry);
    if (entry.ending !== undefined) return reply;
    try {
      this.#settings.onRequestStart(entry);
      return reply;
    } catch (error) {
      entry.note({ fault: undefined });
      return { ...reply, ...createErrorReply(error) };
    }
  }

  #startExchange(entry: JournalEntry, response: ServerResponse): Exchange {
    const exchange = new Exchange(response, entry, this.#settings.now);
    this.journal.add(entry);
    this.#exchanges.add(exchange);
    response.once('close', () => this.#exchanges.delete(exchange));
    // Not a `close` listener: if it threw, the later listeners would not release their resources.
    void entry.waitForEnd().then(this.#settings.onRequestEnd);
    return exchange;
  }
}

function createErrorReply(error: unknown): Reply {
  return createTextReply(500, `The emulator failed: ${String(error)}`);
}
