import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import { createKey } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { expect, it, vi } from 'vitest';

import { startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

const path = '/v1/messages/count_tokens';
const question = { role: 'user', content: 'What is the answer?' };

/** Starts a gateway over a vendor of the test, which is closed with it. */
async function startCounting(vendor: Server): Promise<Fixture> {
  vendor.listen(0, '127.0.0.1');
  await once(vendor, 'listening');
  const { port }: AddressInfo = Object(vendor.address());
  const understudy = createUnderstudy({
    providers: [anthropic({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}/v1` })],
  });
  const fixture = await startFixture();
  await fixture.gateway.update({ understudy, settings: {} });
  return {
    ...fixture,
    [Symbol.asyncDispose]: async () => {
      await fixture[Symbol.asyncDispose]();
      await understudy.close();
      vendor.close();
    },
  };
}

it('counts at the first target that is available', async () => {
  await using fixture = await startFixture();
  const body = { model: 'support', messages: [question] };
  expect((await fixture.post(path, body)).status).toBe(404);
  fixture.understudy.isolate({ provider: 'openai', model: 'gpt-5-mini' });
  const response = await fixture.post(path, body);
  expect(await response.json()).toEqual({ input_tokens: expect.any(Number) });
  fixture.understudy.isolate({ provider: 'anthropic', model: 'claude-sonnet-5' });
  expect((await fixture.post(path, body)).status).toBe(404);
});

it('sends the signatures of a conversation as their model created them', async () => {
  await using fixture = await startFixture({ thinks: true });
  const model = 'anthropic/claude-sonnet-5';
  const thinking = { type: 'adaptive' };
  const first = { model, messages: [question], max_tokens: 4000, thinking };
  const { content } = Object(await (await fixture.post('/v1/messages', first)).json());
  expect(JSON.stringify(content)).toContain('us1.');
  const answer = { role: 'assistant', content };
  const response = await fixture.post(path, { model, messages: [question, answer, question] });
  expect(response.status).toBe(200);
  const sent = JSON.stringify(fixture.backup.requests.at(-1)?.body);
  expect(sent).toMatch(/"signature":"[^"]/);
  expect(sent).not.toContain('us1.');
});

it('takes part in the limits of a key', async () => {
  const { key, entry } = createKey('web');
  await using fixture = await startFixture({ keys: [{ ...entry, requestsPerMinute: 1 }] });
  const send = (): Promise<Response> =>
    fixture.post(
      path,
      { model: 'anthropic/claude-sonnet-5', messages: [question] },
      { 'x-api-key': key },
    );
  expect((await send()).status).toBe(200);
  const second = await send();
  expect(second.status).toBe(429);
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(fixture.backup.requests.length).toBe(1);
});

it('is not repeated by clients if the vendor has failed it', async () => {
  const vendor = createServer((_request, response) => response.writeHead(529).end());
  await using fixture = await startCounting(vendor);
  const body = { model: 'anthropic/claude-sonnet-5', messages: [question] };
  const failed = await fixture.post(path, body);
  expect(failed.status).toBe(529);
  expect(failed.headers.get('x-should-retry')).toBe('false');
  const rejected = await fixture.post(path, { ...body, messages: 'none' });
  expect(rejected.status).toBe(400);
  expect(rejected.headers.get('x-should-retry')).toBeNull();
});

it('closes the socket of the vendor when the client disconnects', async () => {
  // A vendor that does not respond.
  const silent = createServer(() => undefined);
  await using fixture = await startCounting(silent);
  const controller = new AbortController();
  const counted = fetch(fixture.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'anthropic/claude-sonnet-5', messages: [question] }),
    signal: controller.signal,
  }).catch(() => 'disconnected');
  const [request] = await once(silent, 'request');
  expect(fixture.gateway.openChats).toBe(1);
  controller.abort();
  await once(request.socket, 'close');
  expect(await counted).toBe('disconnected');
  await vi.waitFor(() =>
    expect(fixture.log).toMatchObject([{ path, status: 499, error: 'aborted' }]),
  );
  expect(fixture.gateway.openChats).toBe(0);
});
