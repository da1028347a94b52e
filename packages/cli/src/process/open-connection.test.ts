import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { openConnection } from './open-connection.ts';

const options = { signal: new AbortController().signal, timeoutMs: 10_000 };

async function listen(): Promise<{ readonly url: URL; close(): Promise<void> }> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

it('connects, sends nothing and closes the connection', async () => {
  const { url, close } = await listen();
  await openConnection(url, options);
  // Waits for open sockets.
  expect(await close()).toBeUndefined();
});

it('rejects if no server listens', async () => {
  const { url, close } = await listen();
  await close();
  await expect(openConnection(url, options)).rejects.toMatchObject({
    code: 'connection-failed',
    message: `${url.host} could not be reached (ECONNREFUSED)`,
  });
});

it('rejects with the reason of the signal', async () => {
  const { url, close } = await listen();
  const reason = new Error('aborted by the test');
  const aborted = AbortSignal.abort(reason);
  await expect(openConnection(url, { ...options, signal: aborted })).rejects.toBe(reason);
  const controller = new AbortController();
  const connecting = openConnection(url, { ...options, signal: controller.signal });
  controller.abort(reason);
  await expect(connecting).rejects.toBe(reason);
  await close();
});
