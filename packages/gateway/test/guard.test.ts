import { once } from 'node:events';
import { request as createRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { createGateway, createKey } from '@understudy/gateway';
import { describe, expect, it, vi } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';
import type { Fixture, FixtureOptions } from './fixture.ts';
import { encodePost, openRaw } from './raw-request.ts';

const path = '/v1/chat/completions';
const json = { 'content-type': 'application/json' };

/** Sends a request whose headers `fetch` does not allow. */
async function send(
  url: string,
  options: RequestOptions,
  body: string = JSON.stringify(bodyFor(path)),
): Promise<{ readonly status: number; readonly body: string; readonly head: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const outgoing = createRequest(
      url + path,
      { method: 'POST', headers: json, ...options },
      (head) => {
        let text = '';
        head.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        head.on('end', () => resolve({ status: head.statusCode ?? 0, body: text, head }));
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

/** Sends bytes. Returns everything that the gateway sends until it closes the connection. */
async function sendRaw(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let received = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (received += piece));
    socket.on('close', () => resolve(received)).on('error', reject);
  });
}

async function codeOf(response: Response): Promise<unknown> {
  const { error } = Object(await response.json());
  return error.code;
}

async function withKey(
  options: FixtureOptions = {},
): Promise<{ readonly fixture: Fixture; readonly key: string }> {
  const { key, entry } = createKey('web');
  return { fixture: await startFixture({ keys: [entry], ...options }), key };
}

describe('keys', () => {
  it('rejects a missing and a wrong key in the same way', async () => {
    const { fixture } = await withKey();
    await using _ = fixture;
    const responses = [
      await fixture.post(path, bodyFor(path)),
      await fixture.post(path, bodyFor(path), { authorization: 'Bearer us-wrong' }),
      await fixture.post(path, bodyFor(path), { 'x-api-key': 'us-wrong' }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0] ?? '').error).toMatchObject({
      type: 'invalid_request_error',
      code: 'invalid_api_key',
    });
    expect(fixture.primary.requests).toEqual([]);
  });

  it('accepts either of two headers', async () => {
    const { fixture, key } = await withKey();
    await using _ = fixture;
    const headers = { authorization: 'Bearer other', 'x-api-key': key };
    expect((await fixture.post(path, bodyFor(path), headers)).status).toBe(200);
    const swapped = { authorization: `bearer ${key}`, 'x-api-key': 'other' };
    expect((await fixture.post(path, bodyFor(path), swapped)).status).toBe(200);
  });

  it.each([
    '/v1/%6dodels',
    '//v1/models',
    '/v1/../v1/models',
    '/v1//models',
    '/health/../v1/models',
    '/health%2f..%2fv1/models',
    '/unknown',
  ])('guards %s', async (target) => {
    const { fixture } = await withKey();
    await using _ = fixture;
    const received = await sendRaw(
      fixture.url,
      `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('guards the absolute form', async () => {
    const { fixture } = await withKey();
    await using _ = fixture;
    const received = await sendRaw(
      fixture.url,
      'GET http://localhost/v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
    );
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('needs no key for /health and /ready, and calls no vendor', async () => {
    const { fixture } = await withKey();
    await using _ = fixture;
    for (const method of ['GET', 'HEAD']) {
      for (const route of ['/health', '/ready']) {
        expect((await fetch(fixture.url + route, { method })).status).toBe(200);
      }
    }
    expect(fixture.primary.requests).toEqual([]);
  });

  it('answers HEAD like GET, without a body', async () => {
    const { fixture, key } = await withKey();
    await using _ = fixture;
    const ask = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${fixture.url}/v1/models`, { method: 'HEAD', headers });
    expect((await ask({})).status).toBe(401);
    const response = await ask({ 'x-api-key': key });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  });

  it('rejects a model that the key may not use like one that does not exist', async () => {
    const { key, entry } = createKey('web');
    await using fixture = await startFixture({ keys: [{ ...entry, models: ['support'] }] });
    const headers = { 'x-api-key': key };
    const forbidden = await fixture.post(path, { ...bodyFor(path), model: 'openai/o3' }, headers);
    const unknown = await fixture.post(path, { ...bodyFor(path), model: 'nothing' }, headers);
    expect([forbidden.status, unknown.status]).toEqual([404, 404]);
    expect([await codeOf(forbidden), await codeOf(unknown)]).toEqual([
      'model_not_found',
      'model_not_found',
    ]);
    expect(fixture.primary.requests).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'finds no model with the name %s',
    async (model) => {
      await using fixture = await startFixture();
      const response = await fixture.post(path, { ...bodyFor(path), model });
      expect(response.status).toBe(404);
    },
  );

  it('does not listen on an address that others reach without keys', async () => {
    const { fixture } = await withKey();
    await using _ = fixture;
    await using open = await startFixture();
    await expect(open.gateway.listen({ host: '0.0.0.0', port: 0 })).rejects.toMatchObject({
      code: 'invalid-configuration',
      path: 'host',
      message:
        'host: expected a loopback address, because there are no keys, received "0.0.0.0"; pass `keys` when the gateway is created, or `insecure: true`',
    });
  });

  it('keeps the keys of an address that others reach', async () => {
    const { entry } = createKey('web');
    await using fixture = await startFixture();
    await using gateway = createGateway({ understudy: fixture.understudy, keys: [entry] });
    const { port } = new URL(await gateway.listen({ host: '0.0.0.0', port: 0 }));
    await expect(gateway.update({ settings: {} })).rejects.toMatchObject({
      code: 'invalid-configuration',
      path: 'settings.keys',
      message:
        'settings.keys: expected a key, because the gateway listens on "0.0.0.0", received none; keep a key until the gateway is closed',
    });
    expect((await send(`http://127.0.0.1:${port}`, {})).status).toBe(401);
  });

  it('keeps the keys after a second call of listen()', async () => {
    const { entry } = createKey('web');
    await using fixture = await startFixture();
    await using gateway = createGateway({ understudy: fixture.understudy, keys: [entry] });
    await gateway.listen({ host: '0.0.0.0', port: 0 });
    await expect(gateway.listen({ port: 0 })).rejects.toThrow('already listening');
    await expect(gateway.update({ settings: {} })).rejects.toMatchObject({ path: 'settings.keys' });
  });

  it('needs no keys after it could not listen on an address that others reach', async () => {
    const { entry } = createKey('web');
    await using fixture = await startFixture();
    const { port } = new URL(fixture.url);
    await using gateway = createGateway({ understudy: fixture.understudy, keys: [entry] });
    const listen = gateway.listen({ host: '0.0.0.0', port: Number(port) });
    await expect(listen).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await gateway.update({ settings: {} });
    expect((await fetch(`${await gateway.listen({ port: 0 })}/v1/models`)).status).toBe(200);
  });
});

describe('hosts and origins', () => {
  it.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'localhost.evil.example:4100' }, 403],
    [{ host: '127.0.0.1.evil.example' }, 403],
    [{ host: 'localhost:80@evil.example' }, 403],
    [{ host: 'localhost:80, evil.example' }, 403],
    [{ host: 'localhost:80/evil.example' }, 403],
    [{ host: '[::1]evil.example' }, 403],
    [{ host: 'localhost:' }, 200],
    [{ host: 'ai.example.org' }, 200],
    [{ host: 'AI.example.org:443' }, 200],
    [{ host: '[::1]:4100' }, 200],
    [{ host: 'my_gateway:4100' }, 200],
    [{ host: 'mygateway:4100' }, 403],
    [{ origin: 'app://obsidian.md' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'ai.example.org:443', origin: 'https://ai.example.org' }, 200],
    [{ host: 'ai.example.org:80', origin: 'http://ai.example.org' }, 200],
    [{ host: 'AI.example.org', origin: 'https://ai.example.org' }, 200],
    [{ host: 'ai.example.org:8443', origin: 'https://ai.example.org' }, 403],
    [{ host: 'ai.example.org', origin: 'https://ai.example.org:8443' }, 403],
    [{ host: 'ai.example.org:443', origin: 'https://evil.example' }, 403],
    [{ origin: 'https://app.example.org' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
  ])('answers %o with %i', async (headers, status) => {
    await using fixture = await startFixture({
      // The name of a container can have an underscore.
      hosts: ['ai.example.org', 'my_gateway'],
      cors: ['https://app.example.org', 'app://obsidian.md'],
    });
    const response = await send(fixture.url, { headers: { ...json, ...headers } });
    expect(response.status).toBe(status);
    expect(fixture.primary.requests).toHaveLength(status === 200 ? 1 : 0);
  });

  it('answers the preflight of an allowed origin only', async () => {
    await using fixture = await startFixture({ cors: ['https://app.example.org'] });
    const preflight = (origin: string): Promise<Response> =>
      fetch(fixture.url + path, { method: 'OPTIONS', headers: { origin } });
    const allowed = await preflight('https://app.example.org');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
    const denied = await preflight('https://evil.example');
    expect(denied.status).toBe(403);
    expect(denied.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('lets a page of an allowed origin read the headers that say when to retry', async () => {
  const origin = 'https://app.example.org';
  const { key, entry } = createKey('web');
  await using fixture = await startFixture({
    cors: [origin],
    keys: [{ ...entry, requestsPerMinute: 1 }],
  });
  const headers = { ...json, authorization: `Bearer ${key}` };
  const request = async (): Promise<IncomingMessage['headers']> => {
    const { head } = await send(fixture.url, { headers: { ...headers, origin } });
    return head.headers;
  };
  const responses = [await request(), await request()];
  expect(responses[1]).toHaveProperty('retry-after-ms');
  const simple = ['cache-control', 'connection', 'content-length', 'content-type', 'date', 'vary'];
  const unread = ['keep-alive', 'x-content-type-options', 'access-control-allow-origin'];
  for (const received of responses) {
    const { 'access-control-expose-headers': exposed, ...others } = received;
    const names = Object.keys(others).filter((name) => ![...simple, ...unread].includes(name));
    expect(exposed?.split(', ')).toEqual(expect.arrayContaining([...names, 'x-should-retry']));
  }
  const { head } = await send(fixture.url, { headers });
  expect(head.headers).not.toHaveProperty('access-control-expose-headers');
});

describe('bodies', () => {
  it.each([
    ['no JSON', '{"model":', json, 400],
    ['no object', '[]', json, 400],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), json, 400],
    ['__proto__', '{"model":"support","messages":[],"a":{"__proto__":{}}}', json, 400],
    ['an escaped __proto__', '{"\\u005f_proto__":{}}', json, 400],
    ['too many levels', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`, json, 400],
    ['text', '{}', { 'content-type': 'text/plain' }, 415],
    ['no type', '{}', { 'content-type': '' }, 415],
    ['gzip', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['zstd', '{}', { ...json, 'content-encoding': 'zstd' }, 415],
    ['too large', JSON.stringify({ a: 'x'.repeat(2000) }), json, 413],
  ])('rejects a body with %s', async (_name, body, headers, status) => {
    await using fixture = await startFixture({ maxBodyBytes: 1000 });
    const response = await fetch(fixture.url + path, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(Object(await response.json()).error.type).toBe('invalid_request_error');
    expect(fixture.primary.requests).toEqual([]);
  });

  it.each(['', 'identity', 'Identity'])('accepts the content-encoding %j', async (encoding) => {
    await using fixture = await startFixture();
    const headers = { ...json, 'content-encoding': encoding };
    expect((await send(fixture.url, { headers })).status).toBe(200);
  });

  it('rejects a body if those in transfer would be larger than maxTotalBodyBytes', async () => {
    await using fixture = await startFixture({ maxBodyBytes: 1000, maxTotalBodyBytes: 1000 });
    const half = openRaw(fixture.url, encodePost(path, 'x'.repeat(900)).slice(0, -100));
    const post = (): Promise<Response> =>
      fixture.post(path, bodyFor(path, { user: 'x'.repeat(250) }));
    await vi.waitFor(async () => expect((await post()).status).toBe(503));
    const rejected = await post();
    expect(rejected.headers.get('retry-after')).toBe('1');
    expect(await codeOf(rejected)).toBe('gateway_full');
    half.destroy();
    await vi.waitFor(async () => expect((await post()).status).toBe(200));
  });

  it('rejects a body that is larger than it declares no size for', async () => {
    await using fixture = await startFixture({ maxBodyBytes: 1000 });
    const chunk = `3e8\r\n${'x'.repeat(1000)}\r\n`;
    const received = await sendRaw(
      fixture.url,
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n'],
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n'],
    ['a line break in a name', 'a\rb: c\r\n'],
    ['headers of 20 KiB', `a: ${'x'.repeat(20_000)}\r\n`],
  ])('rejects a request with %s', async (_name, headers) => {
    await using fixture = await startFixture();
    const received = await sendRaw(
      fixture.url,
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}\r\n{}`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 4(?:00|31) /);
    expect(fixture.primary.requests).toEqual([]);
  });

  it.each([
    ['/%', {}],
    ['/v1/models/%E0%A4%A', {}],
    ['/v1/models/%c3', { authorization: 'Bearer us-wrong' }],
  ])('survives a path that cannot be decoded: %s', async (target, headers) => {
    await using fixture = await startFixture({ keys: [createKey('web').entry] });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const received = await sendRaw(
      fixture.url,
      `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${lines.join('')}\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 400 .*"type":"invalid_request_error"/s);
    expect(fixture.log).toMatchObject([{ status: 400, error: 'malformed-request', path: '' }]);
    expect((await fetch(`${fixture.url}/health`)).status).toBe(200);
  });

  it('answers a path of Messages that cannot be decoded in its format', async () => {
    await using fixture = await startFixture();
    const response = await fixture.post('/v1/messages/%', {});
    expect([response.status, await response.json()]).toMatchObject([400, { type: 'error' }]);
  });

  it('answers a long name of a model', async () => {
    await using fixture = await startFixture();
    const response = await fetch(`${fixture.url}/v1/models/${'a'.repeat(5000)}`);
    expect([response.status, await codeOf(response)]).toEqual([404, 'model_not_found']);
  });

  it('answers unknown paths and methods in the format of the API', async () => {
    await using fixture = await startFixture();
    const unknown = await fixture.post('/v1/embeddings', {});
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'path_not_found']);
    const method = await fetch(fixture.url + path);
    expect([method.status, await codeOf(method)]).toEqual([405, 'method_not_allowed']);
    expect(method.headers.get('allow')).toBe('POST');
    const models = await fixture.post('/v1/models', {});
    expect([models.status, models.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const anthropic = await fixture.post('/v1/messages/batches', {});
    expect(await anthropic.json()).toMatchObject({
      type: 'error',
      error: { type: 'not_found_error' },
    });
  });
});

describe('what a client chooses', () => {
  it('sends no header and no field of a client that selects a vendor', async () => {
    await using fixture = await startFixture();
    const body = {
      ...bodyFor(path),
      api_base: 'http://evil.example',
      base_url: 'http://evil.example',
      extra_headers: { authorization: 'Bearer stolen' },
      api_key: 'stolen',
    };
    const headers = { cookie: 'a=b', 'x-forwarded-for': '1.2.3.4', 'openai-organization': 'evil' };
    const response = await fixture.post(path, body, headers);
    expect(response.status).toBe(200);
    const [request] = fixture.primary.requests;
    expect(request?.headers).not.toHaveProperty('cookie');
    expect(JSON.stringify(request)).not.toMatch(/evil|stolen|1\.2\.3\.4/);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('passes the address of an image on, and does not fetch it', async () => {
    await using fixture = await startFixture();
    let connections = 0;
    const images = createServer(() => (connections += 1));
    await using _ = images.listen(0, '127.0.0.1');
    await once(images, 'listening');
    const { port }: AddressInfo = Object(images.address());
    const url = `http://127.0.0.1:${port}/image.png`;
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url } },
    ];
    const messages = [{ role: 'user', content }];
    expect((await fixture.post(path, bodyFor(path, { messages }))).status).toBe(200);
    expect(JSON.stringify(fixture.primary.requests[0]?.body)).toContain(url);
    expect(connections).toBe(0);
  });

  it('sends no line break and no character of another encoding in a header', async () => {
    await using fixture = await startFixture();
    const model = 'openai/gpt-5\r\nset-cookie: a=b\u0000é';
    for (const stream of [true, false]) {
      const response = await fixture.post(path, bodyFor(path, { model, stream }));
      await response.text();
      expect(response.headers.get('x-understudy-model')).toBe(
        'gpt-5%0D%0Aset-cookie%3A%20a%3Db%00%C3%A9',
      );
      expect(response.headers.get('set-cookie')).toBeNull();
      const text = JSON.stringify([...response.headers]);
      expect(text).not.toMatch(/\\r|\\n|\\u0000|é/);
    }
  });

  it.each([true, false])(
    'encodes a model that the vendor names with half of a character (stream %s)',
    async (stream) => {
      const vendor = defineProvider({
        id: 'vendor',
        models: [{ id: 'model' }],
        create: () => ({
          async *chat() {
            yield { type: 'response-start', provider: 'vendor', model: 'model-\uD800' };
            yield { type: 'text-delta', text: 'Teal.' };
            yield { type: 'finish', reason: 'stop' };
          },
        }),
      });
      await using understudy = createUnderstudy({ providers: [vendor] });
      await using gateway = createGateway({ understudy });
      const response = await fetch((await gateway.listen({ port: 0 })) + path, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(bodyFor(path, { model: 'vendor/model', stream })),
      });
      expect(await response.text()).toContain('Teal.');
      expect(response.headers.get('x-understudy-model')).toBe('model-%EF%BF%BD');
    },
  );

  it('keeps an id of the request that is safe, and replaces any other', async () => {
    await using fixture = await startFixture();
    const idFor = async (id: string): Promise<string | null> =>
      (await fixture.post(path, bodyFor(path), { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('trace.1_a-b')).toBe('trace.1_a-b');
    expect(await idFor('a b')).toMatch(/^[\da-f-]{36}$/);
    expect(await idFor('x'.repeat(65))).toMatch(/^[\da-f-]{36}$/);
  });
});
