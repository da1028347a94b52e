import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { openConnection } from './open-connection.ts';

const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };

async function listen(): Promise<{ readonly address: URL; close(): Promise<void> }> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: new URL(`http://127.0.0.1:${port}`),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

it('connects, sends nothing, and leaves nothing open', async () => {
  const { address, close } = await listen();
  await openConnection(address, limits);
  // Closing waits for sockets that are open.
  expect(await close()).toBeUndefined();
});

it('tells where nobody listens', async () => {
  const { address, close } = await listen();
  await close();
  await expect(openConnection(address, limits)).rejects.toMatchObject({
    code: 'connection-failed',
    message: `expected a server at ${address.host}, and there is none (ECONNREFUSED)`,
  });
});

it('ends with the reason of the signal', async () => {
  const { address, close } = await listen();
  const reason = new Error('enough');
  const before = AbortSignal.abort(reason);
  await expect(openConnection(address, { ...limits, signal: before })).rejects.toBe(reason);
  const controller = new AbortController();
  const connecting = openConnection(address, { ...limits, signal: controller.signal });
  controller.abort(reason);
  await expect(connecting).rejects.toBe(reason);
  await close();
});
