import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

type Handle = (request: Request) => Promise<Response>;

/** Serves a route handler as Next.js does: its signal aborts and its stream is canceled when the client disconnects. */
export function serveRoute(handle: Handle): Server {
  return createServer((incoming, outgoing) => void respond(handle, incoming, outgoing));
}

async function respond(
  handle: Handle,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const disconnect = new AbortController();
  outgoing.on('close', () => disconnect.abort());
  try {
    const { status, headers, body } = await handle(await toRequest(incoming, disconnect.signal));
    outgoing.writeHead(status, Object.fromEntries(headers));
    if (body) await pipeline(Readable.fromWeb(body), outgoing);
    else outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const headers = { 'content-type': incoming.headers['content-type'] ?? '' };
  return new Request(url, { method: 'POST', headers, body: await buffer(incoming), signal });
}
