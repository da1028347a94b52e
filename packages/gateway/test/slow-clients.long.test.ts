import { once } from 'node:events';

import { expect, it } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';
import { encodePost, openRaw } from './raw-request.ts';

const paths = ['/v1/chat/completions', '/v1/responses', '/v1/messages'] as const;

it('serves others completely while 200 clients read nothing', { timeout: 120_000 }, async () => {
  const faults = Array.from({ length: 200 }, () => 'stall-after-text' as const);
  await using fixture = await startFixture({ primary: { faults } });
  const [path] = paths;
  const request = encodePost(path, JSON.stringify(bodyFor(path, { stream: true })));
  const sockets = Array.from({ length: 200 }, () => openRaw(fixture.url, request));
  await Promise.all(sockets.map((socket) => once(socket, 'readable')));
  const texts = await Promise.all(
    paths.map(async (each) => (await fixture.post(each, bodyFor(each, { stream: true }))).text()),
  );
  for (const text of texts) {
    expect(text).toMatch(/^data: \[DONE\]$|^event: (?:response\.completed|message_stop)$/m);
  }
  expect(fixture.gateway.openChats).toBe(200);
  expect(fixture.log).toHaveLength(3);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => fixture.gateway.openChats, { timeout: 30_000 }).toBe(0);
  expect(fixture.log.filter(({ status }) => status === 499)).toHaveLength(200);
});
