import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { openai } from '../../src/index.ts';

const folder = new URL('../../../openai-wire/test/responses/fixtures/', import.meta.url);
const messages = [{ role: 'user', content: 'Hi' }] as const;
const model = 'openai/gpt-6-astra';

function formatEvent(data: string): string {
  const { type }: { readonly type: string } = JSON.parse(data);
  return `event: ${type}\ndata: ${data}\n\n`;
}

/** Returns the bytes of a recorded stream, up to the end of its first response. */
function readBytes(name: string): Buffer {
  const lines = readFileSync(new URL(`${name}.chunks.txt`, folder), 'utf8')
    .trim()
    .split('\n');
  const end = lines.findIndex((line) => line.includes('"type":"response.completed"'));
  return Buffer.from(
    lines
      .slice(0, end + 1)
      .map(formatEvent)
      .join(''),
  );
}

interface Server extends AsyncDisposable {
  readonly baseUrl: string;
  send(response: ServerResponse): void;
}

/** Starts a server that sends these bytes with every response. `send` can be replaced. */
async function startServer(send: (response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      started.send(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const started: Server = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    send,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
  return started;
}

interface Outcome {
  readonly text: string;
  readonly code: string;
}

async function readChat(baseUrl: string): Promise<Outcome> {
  await using understudy = createUnderstudy({
    providers: [openai({ baseUrl, apiKey: 'k', api: 'responses' })],
    retry: { maxRetries: 0 },
  });
  let text = '';
  try {
    for await (const piece of understudy.chat({ model, messages }).textStream) text += piece;
    return { text, code: 'none' };
  } catch (error) {
    return { text, code: isUnderstudyError(error) ? error.code : String(error) };
  }
}

describe('recorded streams over sockets', () => {
  it.each(['openai-phase.1', 'github-copilot-id-rotation.1', 'azure-tool-call.1'])(
    '%s is truncated if it is cut in its last bytes, and complete if it is not',
    async (name) => {
      const bytes = readBytes(name);
      await using server = await startServer(() => {});
      server.send = (response) => response.end(bytes);
      const complete = await readChat(server.baseUrl);
      expect(complete.code).toBe('none');
      const lastEvent = bytes.lastIndexOf('event: ');
      const step = Math.ceil((bytes.length - 3 - lastEvent) / 8);
      for (let end = lastEvent; end < bytes.length - 3; end += step) {
        server.send = (response) => response.end(bytes.subarray(0, end));
        const cut = await readChat(server.baseUrl);
        expect(cut).toEqual({ text: complete.text, code: 'stream-truncated' });
      }
    },
  );

  it('do not depend on how the bytes are split', async () => {
    const bytes = readBytes('openai-phase.1');
    await using server = await startServer((response) => {
      for (let start = 0; start < bytes.length; start += 7) {
        response.write(bytes.subarray(start, start + 7));
      }
      response.end();
    });
    const split = await readChat(server.baseUrl);
    server.send = (response) => response.end(bytes);
    expect(split).toEqual(await readChat(server.baseUrl));
  });
});

describe('silence', () => {
  const toEvent = (event: object): string => formatEvent(JSON.stringify(event));
  const created = toEvent({ type: 'response.created', response: { id: 'r', output: [] } });
  const reasoning = toEvent({
    type: 'response.output_item.added',
    output_index: 0,
    item: { type: 'reasoning', id: 'rs', summary: [] },
  });

  /** Sends a keep-alive every 50 s of virtual time, and returns how long the chat took to fail. */
  async function measureFailure(
    opening: string,
    keepAlive: string,
  ): Promise<{ readonly code: string; readonly ms: number }> {
    let sent: ServerResponse | undefined;
    await using server = await startServer((response) => {
      response.write(opening);
      sent = response;
    });
    const clock = new ManualClock();
    await using understudy = createUnderstudy({
      providers: [openai({ baseUrl: server.baseUrl, apiKey: 'k', api: 'responses' })],
      retry: { maxRetries: 0 },
      ports: { clock },
    });
    const chat = understudy.chat({ model, messages });
    const failure = chat.text().catch((error: unknown) => error);
    const result = { code: '' };
    void failure.then((error) => (result.code = isUnderstudyError(error) ? error.code : 'none'));
    await vi.waitUntil(() => sent !== undefined);
    const began = clock.now();
    let isWritten = false;
    // The keep-alive arrives between two polls.
    const advance = async (): Promise<boolean> => {
      if (isWritten) await clock.advance(50_000);
      else sent?.write(keepAlive);
      isWritten = !isWritten;
      return result.code !== '';
    };
    await vi.waitUntil(advance, { interval: 10, timeout: 10_000 });
    return { code: result.code, ms: clock.now() - began };
  }

  it.each([
    ['open reasoning', created + reasoning, toEvent({ type: 'keepalive' })],
    ['a queue', created, toEvent({ type: 'response.queued', response: { id: 'r' } })],
  ])('in %s is limited by progressMs', async (_, opening, keepAlive) => {
    const { code, ms } = await measureFailure(opening, keepAlive);
    expect(code).toBe('timeout');
    expect(ms).toBeGreaterThanOrEqual(300_000);
  });

  it.each([
    ['keep-alives', toEvent({ type: 'keepalive' })],
    ['comments', ': keep-alive\n\n'],
  ])('with %s and without reasoning is limited by firstContentMs', async (_, keepAlive) => {
    const { code, ms } = await measureFailure(created, keepAlive);
    expect(code).toBe('timeout');
    expect(ms).toBeLessThanOrEqual(150_000);
  });
});
