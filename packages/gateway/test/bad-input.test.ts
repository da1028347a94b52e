import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import { createGateway, localKeyLimits } from '@understudy/gateway';
import type { RequestLogEntry } from '@understudy/gateway';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

import { settingsSchema } from '../src/config/gateway-schema.ts';
import { readWithSchema } from '../src/config/read-with-schema.ts';
import { Admission } from '../src/guard/admission.ts';
import { ByteBudget } from '../src/http/read-json-body.ts';
import { ActiveChats } from '../src/server/active-chats.ts';
import { createApp } from '../src/server/create-app.ts';
import { createGeneration } from '../src/server/generation.ts';
import { handleClientError } from '../src/server/handle-client-error.ts';
import { completeAfter, events, startCutUpstream } from './cut-upstream.ts';
import type { Break } from './cut-upstream.ts';
import { bodyFor, startFixture } from './fixture.ts';
import { encodePost, openRaw, readAll } from './raw-request.ts';

const paths = ['/v1/chat/completions', '/v1/responses', '/v1/messages'] as const;
const endMarker = /^data: \[DONE\]$|^event: (?:response\.(?:completed|incomplete)|message_stop)$/m;
const inBandError = /^data: \{"error":|event: response\.failed\n|event: error\n/m;

describe.each(paths)('%s', (path) => {
  const isMessages = path === '/v1/messages';

  it('rejects an unknown model in its own format', async () => {
    await using fixture = await startFixture();
    for (const model of ['nothing', 'openai/', '/', 'nothing/at/all']) {
      const response = await fixture.post(path, bodyFor(path, { model }));
      expect([model, response.status]).toEqual([model, 404]);
      const { error } = Object(await response.json());
      expect(error.type).toBe(isMessages ? 'not_found_error' : 'invalid_request_error');
    }
    expect(fixture.primary.requests).toEqual([]);
  });

  it('accepts 10,000 messages', async () => {
    await using fixture = await startFixture();
    const list = Array.from({ length: 9999 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: `message ${index}`,
    }));
    const field = path === '/v1/responses' ? 'input' : 'messages';
    const response = await fixture.post(path, bodyFor(path, { [field]: list }));
    expect(response.status).toBe(200);
    expect(Object(fixture.primary.requests[0]?.body).messages).toHaveLength(9999);
  });

  it.each([
    ['the same length twice', ['content-length: 2']],
    ['another length', ['content-length: 3']],
    ['a list of lengths', ['content-length: 2, 2']],
    ['a negative length', ['content-length: -1']],
    ['chunks and a length', ['transfer-encoding: chunked']],
    ['an unknown transfer encoding', ['transfer-encoding: gzip']],
    ['two hosts', ['host: localhost', 'connection: close']],
  ])('rejects a request with %s', async (_name, lines) => {
    await using fixture = await startFixture();
    const received = await readAll(openRaw(fixture.url, encodePost(path, '{}', lines)));
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect(fixture.primary.requests).toEqual([]);
  });

  it('ends a request whose client sends half a body and then nothing more', async () => {
    await using fixture = await startFixture();
    const whole = encodePost(path, JSON.stringify(bodyFor(path)));
    const socket = openRaw(fixture.url, whole.slice(0, -10));
    socket.end();
    expect(await readAll(socket)).not.toMatch(/ 200 /);
    expect(fixture.primary.requests).toEqual([]);
    expect(fixture.gateway.openChats).toBe(0);
  });

  it('sends no end marker if the vendor breaks off, at any event and in any way', async () => {
    await using upstream = await startCutUpstream();
    await using understudy = createUnderstudy({
      providers: [openai({ apiKey: 'key', baseUrl: upstream.baseUrl })],
      retry: { maxRetries: 0 },
      breaker: false,
    });
    await using gateway = createGateway({ understudy });
    const url = await gateway.listen({ port: 0 });
    const ways: readonly Break[] = ['end', 'reset', 'half of an event'];
    const results = [];
    for (const how of ways) {
      for (let after = 0; after < events.length; after += 1) {
        upstream.cut(after, how);
        const response = await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(bodyFor(path, { model: 'openai/gpt-5-mini', stream: true })),
        });
        const text = await response.text();
        results.push({
          how,
          after,
          status: response.status,
          isComplete: endMarker.test(text),
          isError: response.status !== 200 || inBandError.test(text),
        });
      }
    }
    const expected = ways.flatMap((how) =>
      events.map((_event, after) => ({
        how,
        after,
        // The first two events have no content.
        status: after < 2 ? 502 : 200,
        isComplete: after >= completeAfter,
        isError: after < completeAfter,
      })),
    );
    expect(results).toEqual(expected);
    expect(gateway.openChats).toBe(0);
  });
});

it.each(paths)(
  'answers a body that does not arrive in time with 408, in the format of %s',
  async (path) => {
    await using understudy = createUnderstudy({ providers: [] });
    const log: RequestLogEntry[] = [];
    const generation = createGeneration(understudy, readWithSchema(settingsSchema, {}, 'settings'));
    const app = createApp({
      current: () => generation,
      chats: new ActiveChats(),
      openRoutes: [],
      admission: new Admission(localKeyLimits(), 1),
      body: { maxBodyBytes: 1000, budget: new ByteBudget(1000), timeoutMs: 20 },
      onRequest: (entry) => log.push(entry),
      onStream: undefined,
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const whole = encodePost(path, JSON.stringify(bodyFor(path)));
    const received = await readAll(openRaw(url, whole.slice(0, -10)));
    expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(received).toContain('\r\nconnection: close\r\n');
    expect(received.includes('"type":"error"')).toBe(path === '/v1/messages');
    expect(log).toMatchObject([{ path, status: 408, error: 'body-too-slow' }]);
    await app.close();
  },
);

it('answers a head that does not arrive in time with 408, and closes the connection', async () => {
  const server = createServer((socket) =>
    handleClientError(
      Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }),
      socket,
    ),
  );
  await using _ = server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: AddressInfo = Object(server.address());
  const received = await readAll(openRaw(`http://127.0.0.1:${port}`, ''));
  expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(received).toContain('\r\nconnection: close\r\n');
  expect(received).toContain('"type":"invalid_request_error"');
});
