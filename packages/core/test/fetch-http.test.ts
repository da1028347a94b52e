import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { Fetch } from '@understudy/core/fetch';
import { fetchHttp } from '@understudy/core/fetch';
import { ManualClock } from '@understudy/core/testing';
import { fetch as undiciFetch, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { postRequest, readerOf, reasonOf, textOf } from './http-client.ts';
import { httpResponse, RawServer } from './http-server.ts';

const anyUrl = new URL('https://vendor.example/chat');

/** Returns a `fetch` that records its calls and responds with `ok`. */
function recordCalls(): { readonly fetch: Fetch; readonly calls: Parameters<Fetch>[] } {
  const calls: Parameters<Fetch>[] = [];
  return {
    calls,
    fetch: (...call) => {
      calls.push(call);
      return Promise.resolve(new Response('ok'));
    },
  };
}

function startServer(bytes: string | Uint8Array): Promise<RawServer> {
  return RawServer.start(async (connection) => {
    for (;;) await connection.respond(bytes);
  });
}

describe('fetchHttp()', () => {
  it('looks up the global fetch at each request', async () => {
    const http = fetchHttp();
    const { fetch, calls } = recordCalls();
    vi.stubGlobal('fetch', fetch);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { status, body } = await http.request(postRequest(anyUrl));
    expect([status, await textOf(body)]).toEqual([200, 'ok']);
    expect(calls).toHaveLength(1);
  });

  it('uses the global dispatcher of undici', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent.get(anyUrl.origin).intercept({ path: '/chat', method: 'POST' }).reply(201, 'mocked');
    const before = getGlobalDispatcher();
    setGlobalDispatcher(agent);
    onTestFinished(() => setGlobalDispatcher(before));
    const { status, body } = await fetchHttp().request(postRequest(anyUrl));
    expect([status, await textOf(body)]).toEqual([201, 'mocked']);
  });

  it('uses the given fetch, such as that of undici', async () => {
    const server = await startServer(httpResponse('from the server'));
    const { body } = await fetchHttp({ fetch: undiciFetch }).request(postRequest(server.url()));
    expect(await textOf(body)).toBe('from the server');
  });

  it('passes bytes, lower-case headers and no credentials, and follows no redirects', async () => {
    const { fetch, calls } = recordCalls();
    const url = new URL('https://user:canary@vendor.example/chat?a=b');
    const headers = { 'content-type': 'application/json' };
    await fetchHttp({ fetch }).request(postRequest(url, { headers, body: '{"a":"é"}' }));
    const bytes = new TextEncoder().encode('{"a":"é"}');
    expect(calls).toEqual([
      [
        'https://vendor.example/chat?a=b',
        {
          method: 'POST',
          headers: { 'accept-encoding': 'identity', 'content-type': 'application/json' },
          body: bytes,
          redirect: 'manual',
          signal: expect.any(AbortSignal),
          timeout: false,
        },
      ],
    ]);
  });

  it('rejects a proxy with one clear error', async () => {
    const { fetch, calls } = recordCalls();
    const proxy = new URL('http://user:canary@proxy.example:8080');
    const failure = await reasonOf(fetchHttp({ fetch }).request(postRequest(anyUrl, { proxy })));
    expect(failure).toMatchObject({
      name: 'ProviderError',
      code: 'invalid-configuration',
      message:
        'https://vendor.example through the proxy http://proxy.example:8080: proxy is not supported by fetchHttp(), the default Http on Bun',
    });
    expect(calls).toEqual([]);
  });

  it('rejects a GET request with a body', async () => {
    const { fetch } = recordCalls();
    const request = postRequest(anyUrl, { method: 'GET', body: 'x' });
    expect(await reasonOf(fetchHttp({ fetch }).request(request))).toMatchObject({
      code: 'invalid-request',
      message: 'cannot send a GET request with a body',
    });
  });

  it.each([
    ['gzip', gzipSync('decoded')],
    ['br', brotliCompressSync('decoded')],
    [' Deflate ', deflateSync('decoded')],
  ])('omits the headers of a body in %s that is decoded', async (encoding, bytes) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${bytes.length}\r\nx-kept: 1\r\n\r\n`;
    const server = await startServer(Buffer.concat([Buffer.from(head), bytes]));
    const { headers, body } = await fetchHttp().request(postRequest(server.url()));
    expect(headers.names()).toEqual(['x-kept']);
    expect(await textOf(body)).toBe('decoded');
  });

  it.each(['compress', 'gzip, gzip', 'constructor'])(
    'rejects the content encoding %s, which fetch does not decode on every runtime',
    async (encoding) => {
      const server = await startServer(
        httpResponse('x', `HTTP/1.1 429 No\r\ncontent-encoding: ${encoding}`),
      );
      const { status, body } = await fetchHttp().request(postRequest(server.url()));
      expect(status).toBe(429);
      expect(await reasonOf(textOf(body))).toMatchObject({
        code: 'malformed-response',
        status: 429,
      });
    },
  );

  it('joins repeated headers, and keeps the values of set-cookie separate', async () => {
    const head = 'HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2, x\r\nvary: a\r\nvary: b';
    const server = await startServer(httpResponse('', head));
    const { headers } = await fetchHttp().request(postRequest(server.url()));
    expect(headers.getAll('set-cookie')).toEqual(['a=1', 'b=2, x']);
    expect(headers.getAll('vary')).toEqual(['a, b']);
    expect(headers.names()).toEqual(['content-length', 'set-cookie', 'vary']);
  });
});

describe('a fetch that ignores its signal', () => {
  it('does not delay a cancellation, and its late response is canceled', async () => {
    const opened = Promise.withResolvers<Response>();
    const canceled = Promise.withResolvers<void>();
    const http = fetchHttp({ fetch: () => opened.promise });
    const controller = new AbortController();
    const response = reasonOf(http.request(postRequest(anyUrl, { signal: controller.signal })));
    controller.abort('enough');
    expect(await response).toBe('enough');
    opened.resolve(new Response(new ReadableStream({ cancel: () => canceled.resolve() })));
    await canceled.promise;
  });

  it('is ended by headersMs, measured by the given clock', async () => {
    const clock = new ManualClock();
    const http = fetchHttp({ clock, fetch: () => new Promise(() => {}) });
    const timeouts = { connectMs: 1, headersMs: 500 };
    const response = reasonOf(http.request(postRequest(anyUrl, { timeouts })));
    await clock.advance(499);
    expect(clock.timerCount).toBe(1);
    await clock.advance(1);
    expect(await response).toMatchObject({
      code: 'timeout',
      phase: 'headers',
      message: 'https://vendor.example sent no headers within 0.5 s (timeouts.headersMs)',
    });
    expect(clock.timerCount).toBe(0);
  });

  it('has its body canceled', async () => {
    const canceled = Promise.withResolvers<void>();
    const stream = new ReadableStream({
      start: (source) => source.enqueue(Uint8Array.of(1)),
      cancel: () => canceled.resolve(),
    });
    const http = fetchHttp({ fetch: () => Promise.resolve(new Response(stream)) });
    const controller = new AbortController();
    const { body } = await http.request(postRequest(anyUrl, { signal: controller.signal }));
    const reader = readerOf(body);
    expect((await reader.next()).value).toEqual(Uint8Array.of(1));
    const read = reasonOf(reader.next());
    controller.abort('enough');
    expect(await read).toBe('enough');
    await canceled.promise;
  });
});

describe('the options of fetchHttp()', () => {
  it.each([
    [null, 'options'],
    ['fetch', 'options'],
    [{ fetch: 'fetch' }, 'fetch'],
    [{ clock: {} }, 'clock'],
    [{ clock: null }, 'clock'],
    [{ dispatcher: {} }, 'dispatcher'],
  ])('are rejected with their path: %j', (options, path) => {
    expect(() => fetchHttp(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path }),
    );
  });
});

/** Returns the specifiers that a module and the modules it imports load from outside of the package. */
function externalImports(file: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const loaded = source.matchAll(
    /^(?:import|export)(?! type)[^;]*? from '([^']+)'|^import '([^']+)'/gm,
  );
  return [...loaded].flatMap(([, named, bare]) => {
    const specifier = named ?? bare ?? '';
    return specifier.startsWith('.')
      ? externalImports(join(dirname(file), specifier), seen)
      : [specifier];
  });
}

describe('@understudy/core/fetch', () => {
  it('loads no package and no module of Node.js', () => {
    const folder = join(import.meta.dirname, '../src');
    expect(externalImports(join(folder, 'fetch.ts'))).toEqual([]);
    expect(externalImports(join(folder, 'index.ts'))).toContain('undici');
  });
});
