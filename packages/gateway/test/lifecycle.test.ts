import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import { createKey } from '@understudy/gateway';
import { openai } from '@understudy/provider-openai';
import { expect, it, vi } from 'vitest';

import { bodyFor, primaryText, startFixture } from './fixture.ts';

const path = '/v1/chat/completions';

it('handles the requests of a server of the app', async () => {
  await using fixture = await startFixture();
  const server = createServer(
    (request, response) => void fixture.gateway.handler(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo = Object(server.address());
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyFor(path)),
  });
  expect(await response.text()).toContain(primaryText);
  server.closeAllConnections();
  server.close();
});

it('replaces the keys for the next request', async () => {
  const [old, next] = [createKey('web'), createKey('web')];
  await using fixture = await startFixture({ keys: [old.entry] });
  const status = async (key: string): Promise<number> =>
    (await fixture.post(path, bodyFor(path), { 'x-api-key': key })).status;
  expect([await status(old.key), await status(next.key)]).toEqual([200, 401]);
  await fixture.gateway.update({ settings: { keys: [next.entry] } });
  expect([await status(old.key), await status(next.key)]).toEqual([401, 200]);
});

it('resolves an update when no chat uses the previous runtime any more', async () => {
  await using fixture = await startFixture();
  fixture.primary.setFaults(['stall-after-text']);
  const open = await fixture.post(path, bodyFor(path, { stream: true }));
  await using next = createUnderstudy({
    providers: [openai({ apiKey: 'key', baseUrl: `${fixture.primary.url}/v1` })],
    chains: { support: ['openai/gpt-5-mini'] },
  });
  const settled = vi.fn<() => void>();
  const update = fixture.gateway.update({ understudy: next, settings: {} }).then(settled);
  expect((await fixture.post(path, bodyFor(path))).status).toBe(200);
  expect(settled).not.toHaveBeenCalled();
  await open.body?.cancel();
  await update;
  expect(settled).toHaveBeenCalled();
});

it('lets the chats in flight end, rejects new ones and closes the connections', async () => {
  await using fixture = await startFixture({ primary: { chunkIntervalMs: 20 } });
  const open = await Promise.all(
    Array.from({ length: 20 }, () => fixture.post(path, bodyFor(path, { stream: true }))),
  );
  const closed = fixture.gateway.close();
  const texts = await Promise.all(open.map((response) => response.text()));
  expect(texts.every((text) => text.endsWith('data: [DONE]\n\n'))).toBe(true);
  await closed;
  await expect(fetch(`${fixture.url}/health`)).rejects.toThrow(TypeError);
});

it('ends the chats that take longer than the grace with an error in the stream', async () => {
  await using fixture = await startFixture();
  fixture.primary.setFaults(['stall-after-text']);
  const open = await fixture.post(path, bodyFor(path, { stream: true }));
  await fixture.gateway.close({ graceMs: 10 });
  const text = await open.text();
  expect(text).toContain('"code":"draining"');
  expect(text).not.toContain('[DONE]');
});

it.each([
  { graceMs: Number.POSITIVE_INFINITY },
  { graceMs: 2 ** 31 },
  { drainDelayMs: Number.NaN },
])('does not close for %o, which no timer can wait', async (options) => {
  await using fixture = await startFixture();
  await expect(fixture.gateway.close(options)).rejects.toMatchObject({
    code: 'invalid-configuration',
    path: Object.keys(options)[0],
  });
  expect((await fixture.post(path, bodyFor(path))).status).toBe(200);
});

it('replaces nothing for a grace that no timer can wait', async () => {
  const { entry } = createKey('web');
  await using fixture = await startFixture();
  const update = fixture.gateway.update({ settings: { keys: [entry] }, graceMs: Infinity });
  await expect(update).rejects.toMatchObject({ path: 'graceMs' });
  expect((await fixture.post(path, bodyFor(path))).status).toBe(200);
});
