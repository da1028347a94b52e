import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { createUnderstudy } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ErrorCode, JsonValue, ProviderContext } from '@understudy/core/provider';
import { createTestContext, ManualClock, ReplayHttp } from '@understudy/core/testing';
import type { RecordedReply } from '@understudy/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

import { parseJson, readString, sendRequest } from '../src/index.ts';
import type { BodyFormat, RequestContext, VendorError, VendorRequest } from '../src/index.ts';

const url = new URL('http://vendor.test/v1/chat');

function createRequest<Format extends BodyFormat>(
  expect_: Format | readonly Format[],
  more: Partial<VendorRequest<Format>> = {},
): VendorRequest<Format> {
  return {
    method: 'POST',
    url,
    body: '{}',
    expect: expect_,
    operation: 'chat request',
    decodeError: (body) => {
      const vendorCode = readString(body, 'code');
      return vendorCode === undefined ? undefined : { vendorCode };
    },
    ...more,
  };
}

const contextOf = (reply: RecordedReply, changes: Partial<ProviderContext> = {}): ProviderContext =>
  createTestContext({ http: new ReplayHttp([reply]), ...changes });

describe('sendRequest', () => {
  it('sends the headers of the caller, the defaults and its own', async () => {
    const http = new ReplayHttp([{ body: '{}' }]);
    const headers = { 'X-Trace': 't', Authorization: 'other', Accept: 'other' };
    await sendRequest(
      createTestContext({ http, headers }),
      createRequest(['event-stream', 'json'], {
        headers: { authorization: 'Bearer key' },
        proxy: new URL('http://proxy.test'),
      }),
    );
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url,
      body: '{}',
      proxy: new URL('http://proxy.test'),
      headers: {
        'x-trace': 't',
        accept: 'text/event-stream, application/json',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        authorization: 'Bearer key',
      },
    });
  });

  it('returns the messages of an event stream, one array per read', async () => {
    const reply = {
      headers: { 'x-request-id': 'r-1' },
      body: ['da', 'ta: a\n\ndata: b\n\nda', 'ta: c\n\n'],
    };
    const response = await sendRequest(contextOf(reply), createRequest('event-stream'));
    expect(response).toMatchObject({ format: 'event-stream', status: 200, requestId: 'r-1' });
    expect(await Array.fromAsync(response.messages)).toEqual([
      [{ data: 'a' }, { data: 'b' }],
      [{ data: 'c' }],
    ]);
  });

  it('returns lines of JSON and JSON', async () => {
    const lines = await sendRequest(
      contextOf({ body: '{"a":1}\n{"b":' }),
      createRequest('json-lines'),
    );
    expect(await Array.fromAsync(lines.messages)).toEqual([
      [{ data: '{"a":1}' }],
      [{ data: '{"b":', unterminated: true }],
    ]);
    const { json } = await sendRequest(
      contextOf({ body: [' ', '{"a":', '1}'] }),
      createRequest('json'),
    );
    expect(json).toEqual({ a: 1 });
  });

  it.each([
    ['an event stream as JSON', 'application/json', 'data: a\n\n', 'event-stream'],
    ['JSON as an event stream', 'text/event-stream', '{"a":1}', 'json'],
    ['an event stream as HTML', 'text/html', 'data: a\n\n', 'event-stream'],
    ['an empty event stream', 'text/event-stream', '', 'event-stream'],
  ])('decodes %s by its body', async (_, type, body, format) => {
    const reply = { headers: { 'content-type': type }, body };
    const response = await sendRequest(contextOf(reply), createRequest(['event-stream', 'json']));
    expect(response.format).toBe(format);
  });

  it.each([
    ['HTML as JSON', 'application/json', '<!doctype html><p>Hi', 'malformed-response'],
    [
      'an error with status 200',
      'application/json',
      '{"code":"insufficient_quota"}',
      'quota-exhausted',
    ],
    ['JSON as an event stream', 'text/event-stream', '{"a":1}', 'malformed-response'],
    ['a bot challenge with status 200', 'text/html', '<title>Just a moment...</title>', 'blocked'],
  ])('fails for %s', async (_, type, body, code) => {
    const reply = { headers: { 'content-type': type, 'x-request-id': 'r-1' }, body };
    await expect(
      sendRequest(contextOf(reply), createRequest('event-stream')),
    ).rejects.toMatchObject({
      code,
      status: 200,
      requestId: 'r-1',
    });
  });

  it('does not read a stream that was not expected', async () => {
    let reads = 0;
    const http = {
      request: async () => ({
        status: 200,
        headers: { get: () => undefined, getAll: () => [], names: () => [] },
        body: (async function* () {
          for (;;) {
            reads += 1;
            yield Buffer.from('data: a\n\n');
          }
        })(),
      }),
    };
    await expect(
      sendRequest(createTestContext({ http }), createRequest('json')),
    ).rejects.toMatchObject({
      code: 'malformed-response',
      message: 'chat request: expected JSON, received a body without a content type',
    });
    expect(reads).toBe(1);
  });

  it('names the limit of a JSON body', async () => {
    const context = contextOf({ body: '{"a":"bcdefg"}' });
    const limits = { ...context.limits, maxJsonBytes: 10 };
    await expect(sendRequest({ ...context, limits }, createRequest('json'))).rejects.toMatchObject({
      code: 'response-too-large',
      message: 'expected a body of at most 10 bytes (limits.maxJsonBytes), received more',
    });
  });

  it('accepts a request with methods of a class', async () => {
    class ChatRequest {
      readonly method = 'POST';
      readonly url = url;
      readonly expect = 'json';
      readonly operation = 'chat request';
      readonly codeField = 'code';
      decodeError(body: JsonValue): VendorError | undefined {
        return { vendorCode: readString(body, this.codeField) };
      }
      adviseOn(code: ErrorCode): string {
        return `${this.operation}: ${code}`;
      }
    }
    const context = contextOf({ status: 400, body: '{"code":"rate_limit_exceeded"}' });
    await expect(sendRequest(context, new ChatRequest())).rejects.toMatchObject({
      code: 'rate-limited',
      message: expect.stringMatching(/; chat request: rate-limited$/),
    });
  });

  it('uses the status of the body, the longer delay and the advice', async () => {
    const reply = { status: 200, headers: { 'retry-after': '3' }, body: '{"code":"x"}' };
    const request = createRequest('json', {
      decodeError: () => ({ status: 429, retryAfterMs: 2000 }),
      adviseOn: (code) => `do something about ${code}`,
    });
    await expect(sendRequest(contextOf(reply), request)).rejects.toMatchObject({
      code: 'rate-limited',
      status: 429,
      retryAfterMs: 3000,
      message: 'chat request failed with HTTP 429; do something about rate-limited',
    });
  });
});

/** A body whose connection stays open after its chunks. `write` adds one. */
class OpenBody implements AsyncIterator<Uint8Array, undefined> {
  stopped = false;
  readonly #chunks: string[];
  #pending: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined;

  constructor(...chunks: readonly string[]) {
    this.#chunks = [...chunks];
  }

  write(chunk: string): void {
    this.#pending?.resolve({ done: false, value: Buffer.from(chunk) });
    this.#pending = undefined;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) return Promise.resolve({ done: false, value: Buffer.from(chunk) });
    this.#pending = Promise.withResolvers();
    return this.#pending.promise;
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.stopped = true;
    // As a generator does, whose pending read does not end.
    return new Promise(() => {});
  }
}

describe('a JSON body whose connection stays open', () => {
  const streamed: Partial<VendorRequest<'event-stream' | 'json'>> = {
    lenient: true,
    isStreamed: (json) => readString(json, 'object') === 'chunk',
  };

  /** Sends a request. `result` is what was settled so far. */
  function send(
    body: OpenBody,
    request: VendorRequest,
    changes: Partial<RequestContext> = {},
    fields: Readonly<Record<string, string>> = {},
  ): { readonly clock: ManualClock; readonly result: () => unknown } {
    const clock = new ManualClock();
    let result: unknown;
    const record: Readonly<Record<string, string>> = {
      'content-type': 'application/json',
      ...fields,
    };
    const get = (name: string): string | undefined => record[name];
    const headers = { get, getAll: () => [], names: () => [] };
    const http = { request: async () => ({ status: 200, headers, body }) };
    const context = createTestContext({ http, clock, usageGraceMs: () => 300 });
    sendRequest({ ...context, ...changes }, request).then(
      (response) => (result = response),
      (error: unknown) => (result = error),
    );
    return { clock, result: () => result };
  }

  it.each([
    ['JSON', createRequest('json')],
    ['JSON or an event stream', createRequest(['event-stream', 'json'], streamed)],
  ])('is complete after the grace if %s is expected', async (_, request) => {
    const body = new OpenBody(' {"a":', '[1]', '}', '\n');
    const { clock, result } = send(body, request);
    await clock.advance(299);
    expect(result()).toBeUndefined();
    await clock.advance(1);
    expect(result()).toMatchObject({ format: 'json', json: { a: [1] } });
    expect(body.stopped).toBe(true);
    expect(clock.timerCount).toBe(0);
  });

  it('is not complete before its length is received', async () => {
    const body = new OpenBody('{"ok":true}');
    const { clock, result } = send(body, createRequest('json'), {}, { 'content-length': '12' });
    await clock.advance(10_000);
    expect(result()).toBeUndefined();
  });

  it('uses one second if the context has no grace', async () => {
    const { clock, result } = send(new OpenBody('[]'), createRequest('json'), {
      usageGraceMs: undefined,
    });
    await clock.advance(999);
    expect(result()).toBeUndefined();
    await clock.advance(1);
    expect(result()).toMatchObject({ json: [] });
  });

  it('reports the error in it', async () => {
    const body = new OpenBody('{"code":"insufficient_quota"}');
    const { clock, result } = send(body, createRequest('json'));
    await clock.advance(300);
    expect(result()).toMatchObject({ code: 'quota-exhausted' });
  });

  it('waits for the rest if the JSON is not complete', async () => {
    const body = new OpenBody('{"a":{}');
    const { clock, result } = send(body, createRequest('json'));
    await clock.advance(60_000);
    expect(result()).toBeUndefined();
    expect(body.stopped).toBe(false);
    body.write('}');
    await clock.advance(300);
    expect(result()).toMatchObject({ json: { a: {} } });
  });

  it('does not wait longer because of white space', async () => {
    const body = new OpenBody('{}');
    const { clock, result } = send(body, createRequest('json'));
    await clock.advance(200);
    body.write('\n\n');
    await clock.advance(99);
    expect(result()).toBeUndefined();
    await clock.advance(1);
    expect(result()).toMatchObject({ json: {} });
  });

  it('waits for the rest of a stream without framing', async () => {
    const body = new OpenBody('{"object":"chunk"}');
    const request = createRequest(['event-stream', 'json'], streamed);
    const { clock, result } = send(body, request);
    await clock.advance(60_000);
    expect(result()).toBeUndefined();
    body.write('\n');
    await clock.advance(0);
    expect(result()).toMatchObject({ format: 'event-stream' });
  });
});

/** Starts a server that replies with this function, and a runtime whose provider calls it. */
async function start(reply: (response: ServerResponse) => void): Promise<Understudy> {
  const server = createServer((request, response) => {
    request.resume();
    reply(response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const definition = defineProvider({
    id: 'vendor',
    models: [{ id: 'm' }],
    create: () => ({
      async *chat(_request, context) {
        const { messages: reads } = await sendRequest(
          context,
          createRequest('event-stream', { url: new URL(`http://127.0.0.1:${port}/`) }),
        );
        for await (const messages of reads) {
          for (const { data } of messages) {
            yield { type: 'text-delta', text: readString(parseJson(data), 'text') ?? '' };
          }
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
  const understudy = createUnderstudy({ providers: [definition], retry: { maxRetries: 0 } });
  onTestFinished(async () => {
    await understudy.close();
    server.closeAllConnections();
    server.close();
  });
  return understudy;
}

/** Resolves when undici has received a part of a body. */
function receiveBytes(): Promise<void> {
  const channel = 'undici:request:bodyChunkReceived';
  const { promise, resolve } = Promise.withResolvers<void>();
  const onBytes = (): void => resolve();
  subscribe(channel, onBytes);
  return promise.finally(() => unsubscribe(channel, onBytes));
}

const messages = [{ role: 'user', content: 'Hi' }] as const;
const sse = { 'content-type': 'text/event-stream' };

describe('an error response over a socket', () => {
  const large = JSON.stringify({ message: 'x'.repeat(200_000) });

  it.each<[string, (response: ServerResponse) => void]>([
    ['complete', (response) => void response.end('{"message":"slow down"}')],
    ['cut off', (response) => void response.write('{"mess', () => response.destroy())],
    ['empty', (response) => void response.end()],
    ['too large', (response) => void response.end(large)],
    ['without end', (response) => void response.write(large)],
    ['stalled', (response) => void response.write('{"mess')],
    ['stalled before its first byte', (response) => response.flushHeaders()],
    [
      'compressed',
      (response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end(gzipSync('{"message":"slow down"}'));
      },
    ],
    [
      'damaged',
      (response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end('{"message":"slow down"}');
      },
    ],
    [
      'in an unknown content encoding',
      (response) => {
        response.setHeader('content-encoding', 'exi');
        response.end('{"message":"slow down"}');
      },
    ],
  ])('keeps its status, delay and request id if its body is %s', async (_, send) => {
    const understudy = await start((response) => {
      response.statusCode = 429;
      response.setHeader('content-type', 'application/json');
      response.setHeader('retry-after', '9');
      response.setHeader('x-request-id', 'r-1');
      send(response);
    });
    const started = performance.now();
    await expect(understudy.chat({ model: 'vendor/m', messages }).text()).rejects.toMatchObject({
      code: 'rate-limited',
      status: 429,
      retryAfterMs: 9000,
      requestId: 'r-1',
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('waits for its body for one second', async () => {
    const clock = new ManualClock();
    const http = {
      request: async () => ({
        status: 503,
        headers: { get: () => undefined, getAll: () => [], names: () => [] },
        body: { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) },
      }),
    };
    let settled = false;
    const sent = sendRequest(createTestContext({ http, clock }), createRequest('json'));
    sent.catch(() => (settled = true));
    await clock.advance(999);
    expect(settled).toBe(false);
    await clock.advance(1);
    await expect(sent).rejects.toMatchObject({ code: 'server-error', status: 503 });
  });

  it('rejects with the reason of the signal if it aborts during the body', async () => {
    const understudy = await start((response) => {
      response.statusCode = 500;
      response.write('{"mess');
    });
    const abort = new AbortController();
    const firstBytes = receiveBytes();
    const text = understudy.chat({ model: 'vendor/m', messages }, { signal: abort.signal }).text();
    await firstBytes;
    abort.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
  });
});

describe('an event over a socket', () => {
  it('can contain an image of 1.2 MB with the default limits', async () => {
    const image = Buffer.alloc(1_200_000, 7).toString('base64');
    const understudy = await start((response) => {
      response.writeHead(200, sse);
      response.end(`data: ${JSON.stringify({ text: image })}\n\n`);
    });
    expect(await understudy.chat({ model: 'vendor/m', messages }).text()).toBe(image);
  });

  it('that is too large names the option', async () => {
    const understudy = await start((response) => {
      response.writeHead(200, sse);
      response.end(`data: ${'x'.repeat(33_554_433)}\n\n`);
    });
    await expect(understudy.chat({ model: 'vendor/m', messages }).text()).rejects.toMatchObject({
      code: 'response-too-large',
      message:
        'vendor: expected events of at most 32 MiB (limits.maxEventBytes), received a larger one',
    });
  });
});
