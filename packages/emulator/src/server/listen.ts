import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens on the loopback interface and returns the URL.
 *
 * @throws Error with a message that describes how to resolve the problem
 */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new Error(describeListenError(port, cause.code), { cause }));
    });
    server.listen({ host: '127.0.0.1', port }, () => resolve(readUrl(server, port)));
  });
}

function readUrl(server: Server, port: number): string {
  const address: AddressInfo | string | null = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://127.0.0.1:${actual}`;
}

function describeListenError(port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is already in use: stop the other process or choose another port (0 selects a free one).`;
  }
  if (code === 'EACCES') {
    return `Port ${port} is not allowed for this user: choose a port above 1023 (0 selects a free one).`;
  }
  return `Port ${port} cannot be opened (${code ?? 'unknown reason'}): choose another port (0 selects a free one).`;
}
