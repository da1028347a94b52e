import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { createUnderstudy, isUnderstudyError, modelRef } from '@understudy/core';
import type {
  ChatEvent,
  ChatOptions,
  ChatRequest,
  ProviderDefinition,
  Understudy,
  UnderstudyError,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';

import { openai } from '../src/index.ts';
import type { VendorOptions } from '../src/index.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Handler = (received: Received, response: ServerResponse) => void;

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
}

export interface TestServerOptions extends VendorOptions {
  /** The path of the base URL. @defaultValue '/v1' */
  readonly path?: string;
}

/** A server on a real socket, and a runtime whose provider uses it. */
export class TestServer implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly definition: ProviderDefinition;
  readonly understudy: Understudy;
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server, origin: string, options: TestServerOptions) {
    const { path = '/v1', id = 'openai', ...rest } = options;
    this.#server = server;
    this.origin = origin;
    this.definition = openai({ baseUrl: `${origin}${path}`, ...rest, id });
    this.understudy = createUnderstudy({
      providers: [this.definition],
      retry: { maxRetries: 0 },
      // Errors report the delay of the vendor unchanged.
      cooldown: { maxMs: 30 * 24 * 3_600_000 },
      ports: { logger: this.logger },
    });
  }

  static async start(handler: Handler, options: TestServerOptions = {}): Promise<TestServer> {
    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const chunks = await Array.fromAsync<Buffer>(request);
      const { method = '', url: path = '', headers } = request;
      const received = { method, path, headers, body: Buffer.concat(chunks).toString() };
      testServer.received.push(received);
      handler(received, response);
    };
    const server = createServer((request, response) => void serve(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const testServer = new TestServer(server, `http://127.0.0.1:${port}`, options);
    return testServer;
  }

  /** Runs one chat. `extra` is added to the request. */
  async chat(extra: Partial<ChatRequest> = {}, options: ChatOptions = {}): Promise<ChatResult> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const model = modelRef(`${this.definition.id}/gpt-5-mini`);
    const messages = [{ role: 'user', content: 'Name a color' }] as const;
    try {
      const chat = this.understudy.chat({ messages, ...extra, model }, options);
      for await (const event of chat) events.push(event);
    } catch (thrown) {
      if (!isUnderstudyError(thrown)) throw thrown;
      error = thrown;
    }
    const texts = events.map((event) => (event.type === 'text-delta' ? event.text : ''));
    return { events, text: texts.join(''), error };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

/** Creates a chunk of a streamed response. */
export function chunk(delta: object, finishReason: string | null = null): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: 'gpt-5-mini-2025-08-07',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

/** Sends these events. `[DONE]` is not added. */
export function sendEvents(...data: readonly (object | string)[]): Handler {
  return (_received, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of data) response.write(`data: ${text(event)}\n\n`);
    response.end();
  };
}

export function reply(status: number, type: string, body: object | string): Handler {
  return (_received, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(text(body));
  };
}

function text(value: object | string): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A complete streamed response. */
export const tealStream: Handler = sendEvents(
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Te' }),
  chunk({ content: 'al.' }),
  chunk({}, 'stop'),
  '[DONE]',
);

/** Resolves when the condition is true. Fails after a second. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(1000);
  while (!condition()) {
    signal.throwIfAborted();
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
