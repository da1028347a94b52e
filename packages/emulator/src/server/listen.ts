import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on loopback only and returns the address, or fails with one sentence that says what to do. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new Error(explainListenFailure(port, cause.code), { cause }));
    });
    server.listen({ host: '127.0.0.1', port }, () => resolve(addressOf(server, port)));
  });
}

function addressOf(server: Server, port: number): string {
  const address: AddressInfo | string | null = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://127.0.0.1:${actual}`;
}

function explainListenFailure(port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is already in use: stop what listens there, or choose another port (0 takes a free one).`;
  }
  if (code === 'EACCES') {
    return `Port ${port} may not be opened by this user: choose one above 1023 (0 takes a free one).`;
  }
  return `Port ${port} can't be opened (${code ?? 'unknown reason'}): choose another one (0 takes a free one).`;
}
