import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { anthropic } from '../src/index.ts';

const folder = new URL('../../anthropic-wire/test/fixtures/', import.meta.url);
const messages = [{ role: 'user', content: 'Hi' }] as const;
const model = 'anthropic/claude-sonnet-5';

/** Returns the bytes of a recorded stream, up to the end of its first message. */
function readBytes(name: string): Buffer {
  const lines = readFileSync(new URL(`${name}.chunks.txt`, folder), 'utf8')
    .trim()
    .split('\n');
  const end = lines.findIndex((line) => line.startsWith('{"type":"message_stop"'));
  const events = lines.slice(0, end + 1).map((data) => {
    const { type }: { readonly type: string } = JSON.parse(data);
    return `event: ${type}\ndata: ${data}\n\n`;
  });
  return Buffer.from(events.join(''));
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

async function readChat(
  baseUrl: string,
  messageStop: boolean = true,
): Promise<{ readonly text: string; readonly code: string }> {
  await using understudy = createUnderstudy({
    providers: [anthropic({ baseUrl, apiKey: 'k', messageStop })],
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
  it.each(['anthropic-text', 'anthropic-tool-no-args', 'anthropic-web-fetch-tool-20260209.1'])(
    '%s is truncated if it is cut in its last bytes, and complete if it is not',
    async (name) => {
      const bytes = readBytes(name);
      await using server = await startServer(() => {});
      server.send = (response) => response.end(bytes);
      const complete = await readChat(server.baseUrl);
      expect(complete.code).toBe('none');
      const lastEvent = bytes.lastIndexOf('event: ');
      // Without the blank line, the last event is complete.
      const ends = [...Array(bytes.length - 3 - lastEvent).keys()].map(
        (offset) => lastEvent + offset,
      );
      for (const end of ends.filter((_end, index) => index % 5 === 0)) {
        server.send = (response) => response.end(bytes.subarray(0, end));
        const cut = await readChat(server.baseUrl);
        expect(cut).toEqual({ text: complete.text, code: 'stream-truncated' });
      }
    },
  );

  it('are complete after the stop reason if messageStop is false, although the connection is reset', async () => {
    const bytes = readBytes('anthropic-text');
    const beforeStop = bytes.subarray(0, bytes.lastIndexOf('event: message_stop'));
    await using server = await startServer((response) => {
      response.write(beforeStop, () => response.socket?.resetAndDestroy());
    });
    expect((await readChat(server.baseUrl)).code).toBe('connection-failed');
    expect((await readChat(server.baseUrl, false)).code).toBe('none');
  });

  it('do not depend on how the bytes are split', async () => {
    const bytes = readBytes('anthropic-text');
    await using server = await startServer((response) => {
      for (let start = 0; start < bytes.length; start += 7) {
        response.write(bytes.subarray(start, start + 7));
      }
      response.end();
    });
    expect((await readChat(server.baseUrl)).text).toContain(
      "I'm doing well, thank you for asking.",
    );
  });
});

describe('silence', () => {
  const start = { type: 'message_start', message: { id: 'm', content: [] } };
  const thinking = {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'thinking', thinking: '', signature: '' },
  };
  const format = ({ type, ...rest }: { readonly type: string }): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;

  /** Sends a ping every 50 s of virtual time, and returns how long the chat took to fail. */
  async function measureFailure(
    opening: string,
  ): Promise<{ readonly code: string; readonly ms: number }> {
    let sent: ServerResponse | undefined;
    await using server = await startServer((response) => {
      response.write(opening);
      sent = response;
    });
    const clock = new ManualClock();
    await using understudy = createUnderstudy({
      providers: [anthropic({ baseUrl: server.baseUrl, apiKey: 'k' })],
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
    // The ping arrives between two polls.
    const advance = async (): Promise<boolean> => {
      if (isWritten) await clock.advance(50_000);
      else sent?.write(format({ type: 'ping' }));
      isWritten = !isWritten;
      return result.code !== '';
    };
    await vi.waitUntil(advance, { interval: 10, timeout: 10_000 });
    return { code: result.code, ms: clock.now() - began };
  }

  it('in an open block of thinking is limited by progressMs', async () => {
    const { code, ms } = await measureFailure(format(start) + format(thinking));
    expect(code).toBe('timeout');
    expect(ms).toBeGreaterThanOrEqual(300_000);
  });

  it('without a block is limited by firstContentMs', async () => {
    const { code, ms } = await measureFailure(format(start));
    expect(code).toBe('timeout');
    expect(ms).toBeLessThanOrEqual(150_000);
  });
});
