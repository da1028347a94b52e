import { once } from 'node:events';
import type { Server } from 'node:net';

/** Listens on a free port of 127.0.0.1. Resolves to the URL without a trailing slash. */
export async function listen(server: Server): Promise<string> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('expected the server to have a port');
  return `http://127.0.0.1:${address.port}`;
}
