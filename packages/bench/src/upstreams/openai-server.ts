import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

import type { Upstream } from '../harness/scenario.ts';
import { listen } from './listen.ts';
import { renderPage, renderRefusal } from './openai-page.ts';
import type { OpenAiPage, RenderedAnswer } from './openai-page.ts';
import type { OpenAiScript } from './openai-script.ts';
import { takeRequest } from './take-request.ts';
import type { OpenAiQuestion } from './take-request.ts';

type Pages = ReadonlyMap<string, OpenAiPage>;

/**
 * A site that speaks just enough of the OpenAI dialect, on bare sockets, since it has to cost less
 * than whoever asks it. The script called `short` is asked at `<url>/short/v1/chat/completions`.
 */
export async function startOpenAiSite(
  scripts: Readonly<Record<string, OpenAiScript>>,
): Promise<Upstream> {
  const pages: Pages = new Map(
    Object.entries(scripts).map(([name, script]) => [name, renderPage(script)]),
  );
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Who leaves in mid-answer is the contestant's affair.
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
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of socket) {
    rest = Buffer.concat([rest, bytes]);
    for (let taken = takeRequest(rest); taken; taken = takeRequest(rest)) {
      rest = taken.rest;
      await play(socket, chooseAnswer(pages, taken.question));
    }
  }
}

function chooseAnswer(pages: Pages, question: OpenAiQuestion | undefined): RenderedAnswer {
  if (!question) return renderRefusal(400);
  const page = pages.get(question.script);
  if (!page) return renderRefusal(404);
  return question.stream ? page.stream : page.completion;
}

async function play(socket: Socket, { writes, writeEveryMs }: RenderedAnswer): Promise<void> {
  let dueAt = 0;
  for (const bytes of writes) {
    // A timer knows no less than a millisecond.
    while (performance.now() < dueAt) await setImmediate();
    dueAt = performance.now() + writeEveryMs;
    await send(socket, bytes);
  }
}

/** Waits until the bytes have left: two writes at once would become one. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
