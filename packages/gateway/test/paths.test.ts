import { createKey } from '@understudy/gateway';
import { describe, expect, it } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';
import { encodePost, openRaw, readAll } from './raw-request.ts';

const closed = 'connection: close';

/** Sends a chat to a path that `fetch` would change. */
function post(url: string, path: string, endpoint: string): Promise<string> {
  return readAll(openRaw(url, encodePost(path, JSON.stringify(bodyFor(endpoint)), [closed])));
}

it.each([
  ['//v1/chat/completions', '/v1/chat/completions'],
  ['/v1//chat/completions', '/v1/chat/completions'],
  ['/v1/chat/completions/', '/v1/chat/completions'],
  ['/v1/chat/completions/?api-version=1', '/v1/chat/completions'],
  ['//v1/responses', '/v1/responses'],
  ['//v1/messages?beta=true', '/v1/messages'],
])('serves %s, because a base URL can end with a slash', async (path, endpoint) => {
  await using fixture = await startFixture();
  expect(await post(fixture.url, path, endpoint)).toMatch(/^HTTP\/1\.1 200 /);
  expect(fixture.log).toMatchObject([{ path: endpoint, status: 200 }]);
});

it('sends an error in the format of the endpoint, also for a path with more slashes', async () => {
  await using fixture = await startFixture();
  const received = await readAll(openRaw(fixture.url, encodePost('//v1/messages', '{}', [closed])));
  expect(received).toContain('"type":"error"');
  expect(received).toMatch(/\r\nrequest-id: /);
});

it.each([
  ['GET', '//v1/chat/completions', 'POST'],
  ['GET', '/v1/chat/completions/', 'POST'],
  ['PUT', '//v1/models', 'GET, HEAD'],
  ['PUT', '/v1//models/openai/gpt-5', 'GET, HEAD'],
])('rejects the method of %s %s, also with more slashes', async (method, path, allowed) => {
  await using fixture = await startFixture();
  const request = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${closed}\r\n\r\n`;
  const received = await readAll(openRaw(fixture.url, request));
  expect(received).toMatch(/^HTTP\/1\.1 405 /);
  expect(received).toContain(`\r\nallow: ${allowed}\r\n`);
});

describe('a WebSocket', () => {
  const upgrade = [
    'host: localhost',
    'connection: Upgrade, close',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version: 13',
  ];
  const open = (path: string, protocol: string): string =>
    `GET ${path} HTTP/1.1\r\n${[...upgrade, `upgrade: ${protocol}`].join('\r\n')}\r\n\r\n`;

  it.each(['/v1/responses', '/v1/responses/', '/v1/messages'])(
    'is answered on %s with the status on which Codex sends POST requests at once',
    async (path) => {
      await using fixture = await startFixture();
      const received = await readAll(openRaw(fixture.url, open(path, 'WebSocket')));
      expect(received).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
      expect(received).toContain('\r\nupgrade: HTTP/1.1\r\n');
      expect(received).toContain('expected a POST request, received a WebSocket');
      expect(fixture.log).toMatchObject([{ status: 426, error: 'websocket' }]);
    },
  );

  it.each([
    ['/v1/responses', 'h2c', 405],
    ['/v1/realtime', 'websocket', 404],
    ['/v1/models', 'websocket', 200],
  ])('is not assumed for %s with %s', async (path, protocol, status) => {
    await using fixture = await startFixture();
    const received = await readAll(openRaw(fixture.url, open(path, protocol)));
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('needs a key', async () => {
    await using fixture = await startFixture({ keys: [createKey('web').entry] });
    const received = await readAll(openRaw(fixture.url, open('/v1/responses', 'websocket')));
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });
});

it('reads the body of a request that offers another protocol, as HTTP clients of Java do', async () => {
  await using fixture = await startFixture();
  const chat = encodePost('/v1/responses', JSON.stringify(bodyFor('/v1/responses')), [
    'connection: Upgrade, HTTP2-Settings, close',
    'upgrade: h2c',
    'http2-settings: AAEAAEAAAAIAAAAB',
  ]);
  expect(await readAll(openRaw(fixture.url, chat))).toMatch(/^HTTP\/1\.1 200 /);
});

it('recognizes the API of Ollama, also with more slashes', async () => {
  await using fixture = await startFixture();
  const request = `GET //api/tags HTTP/1.1\r\nhost: localhost\r\n${closed}\r\n\r\n`;
  const received = await readAll(openRaw(fixture.url, request));
  expect(received).toContain(`{"error":"the gateway does not serve Ollama's API;`);
});

it.each(['/v1/models/', '//v1/models', '/health/', '/ready/'])('serves GET %s', async (path) => {
  await using fixture = await startFixture();
  const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${closed}\r\n\r\n`;
  expect(await readAll(openRaw(fixture.url, request))).toMatch(/^HTTP\/1\.1 200 /);
});

describe('a wrong base URL', () => {
  const openAi = 'must end with /v1';
  const anthropic = 'must not end with /v1';

  it.each([
    ['/chat/completions', '/v1/chat/completions', openAi],
    ['/v1/v1/chat/completions', '/v1/chat/completions', openAi],
    ['/openai/deployments/support/chat/completions', '/v1/chat/completions', openAi],
    ['/responses', '/v1/responses', openAi],
    ['/models', '/v1/models', openAi],
    ['/v1/v1/models', '/v1/models', openAi],
    ['/messages', '/v1/messages', anthropic],
    ['/v1/v1/messages', '/v1/messages', anthropic],
    ['/v1/v1/messages/count_tokens', '/v1/messages/count_tokens', anthropic],
    ['/anthropic/v1/messages', '/v1/messages', anthropic],
  ])('is named in the response to %s', async (path, expected, advice) => {
    await using fixture = await startFixture();
    const response = await fixture.post(path, {});
    expect(response.status).toBe(404);
    const body = Object(await response.json());
    expect(body.error.message).toContain(`expected the path ${expected}:`);
    expect(body.error.message).toContain(advice);
    expect(body.type).toBe(advice === anthropic ? 'error' : undefined);
  });

  it('is not assumed for an API that the gateway does not serve', async () => {
    await using fixture = await startFixture();
    for (const path of [
      '/v1/embeddings',
      '/v1/threads/thread_1/messages',
      '/v1/responses/resp_1',
    ]) {
      const response = await fixture.post(path, {});
      expect(response.status).toBe(404);
      const { error, type } = Object(await response.json());
      expect(error.message).toMatch(/^expected one of the paths /);
      expect(type).toBe(undefined);
    }
  });
});

describe('health checks', () => {
  it.each([
    ['of Kubernetes, which sends the address of the pod', 'HTTP/1.1', 'host: 10.1.2.3:4100\r\n'],
    ['of HAProxy, which sends no host', 'HTTP/1.0', ''],
  ])('pass with the request %s', async (_name, version, host) => {
    await using fixture = await startFixture();
    for (const path of ['/health', '/ready']) {
      const request = `GET ${path} ${version}\r\n${host}${closed}\r\n\r\n`;
      const received = await readAll(openRaw(fixture.url, request));
      expect(received).toMatch(/^HTTP\/1\.1 200 /);
    }
    const models = `GET /v1/models ${version}\r\n${host}${closed}\r\n\r\n`;
    expect(await readAll(openRaw(fixture.url, models))).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('are not readable for a web page of another origin', async () => {
    await using fixture = await startFixture();
    const headers = { origin: 'https://example.com' };
    expect((await fetch(`${fixture.url}/health`, { headers })).status).toBe(403);
  });
});
