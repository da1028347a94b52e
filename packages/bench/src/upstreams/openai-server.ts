import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

import type { Upstream } from '../harness/scenario.ts';
import { listen } from './listen.ts';
import { renderError, renderPage } from './openai-page.ts';
import type { OpenAiPage, RenderedResponse } from './openai-page.ts';
import type { OpenAiScript } from './openai-script.ts';
import { takeRequest } from './take-request.ts';
import type { ReceivedRequest } from './take-request.ts';

type Pages = ReadonlyMap<string, OpenAiPage>;

/**
 * Starts a server for OpenAI's chat completions on plain sockets, because it has to cost less than its clients.
 *
 * The URL of the script `short` is `<url>/short/v1/chat/completions`.
 */
export async function startOpenAiServer(
  scripts: Readonly<Record<string, OpenAiScript>>,
): Promise<Upstream> {
  const pages: Pages = new Map(
    Object.entries(scripts).map(([name, script]) => [name, renderPage(script)]),
  );
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that disconnects reports the error itself.
    socket.on('error', () => socket.destroy());
    void serve(socket, pages).catch(() => socket.destroy());
  });
  return {
    url: await listen(server),
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function serve(socket: Socket, pages: Pages): Promise<void> {
  let remaining: Buffer = Buffer.alloc(0);
  for await (const bytes of socket) {
    remaining = Buffer.concat([remaining, bytes]);
    for (let taken = takeRequest(remaining); taken; taken = takeRequest(remaining)) {
      remaining = taken.remaining;
      await sendResponse(socket, selectResponse(pages, taken.request));
    }
  }
}

function selectResponse(pages: Pages, request: ReceivedRequest | undefined): RenderedResponse {
  if (!request) return renderError(400);
  const page = pages.get(request.script);
  if (!page) return renderError(404);
  return request.stream ? page.stream : page.completion;
}

async function sendResponse(
  socket: Socket,
  { writes, writeIntervalMs }: RenderedResponse,
): Promise<void> {
  let dueAt = 0;
  for (const bytes of writes) {
    // The interval is shorter than the resolution of timers, which is one millisecond.
    while (performance.now() < dueAt) await setImmediate();
    dueAt = performance.now() + writeIntervalMs;
    await write(socket, bytes);
  }
}

/** Resolves when the bytes are sent, because two pending writes would be merged. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
