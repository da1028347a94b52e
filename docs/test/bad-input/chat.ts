import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { ChatResponse, Understudy, UnderstudyError } from '@understudy/core';

import type { Protocol } from './protocol.ts';

/** What follows the body: its end, a reset of the connection, or nothing. */
export type Ending = 'end' | 'reset' | 'open';

const endings: Readonly<Record<Ending, (response: ServerResponse) => void>> = {
  end: (response) => void response.end(),
  // The bytes are sent first.
  reset: (response) => void setImmediate(() => response.socket?.resetAndDestroy()),
  open: () => {},
};

/** Sends a chat to a server that answers each request with this body, in writes of `size` characters. */
export async function chat(
  { define, contentType, model }: Pick<Protocol, 'define' | 'contentType' | 'model'>,
  body: string,
  size: number,
  {
    ending = 'end',
    status = 200,
  }: { readonly ending?: Ending | undefined; readonly status?: number } = {},
): Promise<ChatResponse | UnderstudyError> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': contentType });
    for (let at = 0; at < body.length; at += size) response.write(body.slice(at, at + size));
    endings[ending](response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port }: Partial<AddressInfo> = Object(server.address());
  const understudy: Understudy = createUnderstudy({
    providers: [define(`http://127.0.0.1:${port}`)],
    retry: { maxRetries: 0 },
  });
  try {
    const messages = [{ role: 'user', content: 'Name a color' }] as const;
    const tools = [{ name: 'paint', inputSchema: { type: 'object' } }];
    return await understudy.chat({ model: `vendor/${model}`, messages, tools }).response();
  } catch (error) {
    if (isUnderstudyError(error)) return error;
    throw error;
  } finally {
    await understudy.close();
    server.closeAllConnections();
    server.close();
  }
}
