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

/** What a protocol is to the server: what it answers to a request that was read whole. */
export type AnswerRequest = (request: ReceivedRequest) => Reply;

export interface ServerSettings {
  readonly maxRecordedRequests: number;
  readonly onRequestStart: (request: EmulatedRequest) => void;
  readonly onRequestEnd: (request: EmulatedRequest) => void;
  readonly now: () => number;
}

/** Serves one protocol on loopback, and remembers what it was asked. */
export class EmulatorServer {
  readonly journal: Journal;
  readonly #server: Server;
  readonly #answer: AnswerRequest;
  readonly #settings: ServerSettings;
  readonly #sockets = new Set<Socket>();
  readonly #exchanges = new Set<Exchange>();

  constructor(answer: AnswerRequest, settings: ServerSettings) {
    this.#answer = answer;
    this.#settings = settings;
    this.journal = new Journal(settings.maxRecordedRequests);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
  }

  listen(port: number): Promise<string> {
    return listen(this.#server, port);
  }

  /** Ends every socket at once, and with them every timer. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const exchange of this.#exchanges) exchange.cut('server-closed');
    // The server calls itself closed before its last sockets do, and a request ends with its socket.
    const ended = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...ended]);
    this.journal.close();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = readHead(request);
    const entry = new JournalEntry(head, head.headers[scriptHeader]);
    const exchange = this.#begin(entry, response);
    const decided = await this.#decide(request, head, entry);
    entry.note(decided.notes ?? {});
    const reply = this.#announce(entry, decided);
    try {
      await exchange.send(reply);
    } catch {
      // An answer that breaks while it is made has nothing left to say.
      exchange.cut('connection-dropped');
      response.destroy();
    }
  }

  async #decide(
    request: IncomingMessage,
    head: Omit<ReceivedRequest, 'body'>,
    entry: JournalEntry,
  ): Promise<Reply> {
    try {
      const body = await readBody(request);
      entry.receive(body);
      return this.#answer({ ...head, body });
    } catch (error) {
      return createFailure(error);
    }
  }

  /** Tells of the start, and gives what to send then. Whoever left before is for the journal alone. */
  #announce(entry: JournalEntry, reply: Reply): Reply {
    this.journal.announce(entry);
    if (entry.ending !== undefined) return reply;
    try {
      this.#settings.onRequestStart(entry);
      return reply;
    } catch (error) {
      entry.note({ fault: undefined });
      return { ...reply, ...createFailure(error) };
    }
  }

  #begin(entry: JournalEntry, response: ServerResponse): Exchange {
    const exchange = new Exchange(response, entry, this.#settings.now);
    this.journal.add(entry);
    this.#exchanges.add(exchange);
    response.once('close', () => this.#exchanges.delete(exchange));
    // A listener of the response that throws would keep those after it from letting go.
    void entry.waitForEnd().then(this.#settings.onRequestEnd);
    return exchange;
  }
}

function createFailure(error: unknown): Reply {
  return createTextReply(500, `The emulator failed: ${String(error)}`);
}
