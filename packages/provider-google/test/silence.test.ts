import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { google } from '../src/index.ts';
import { createChunk, lastChunk, toFrame } from './decode-reads.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const model = 'google/gemini-3.8-flash';

interface Server extends AsyncDisposable {
  readonly baseUrl: string;
}

/** Starts a server that passes each response on when the headers are sent. */
async function startServer(send: (response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1beta`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Sends a chunk every 50 s of virtual time, and returns how long the chat took to fail. */
async function measureFailure(
  createNext: (count: number) => object,
): Promise<{ readonly code: string; readonly ms: number }> {
  let sent: ServerResponse | undefined;
  await using server = await startServer((response) => {
    response.write(toFrame(createNext(0)));
    sent = response;
  });
  const clock = new ManualClock();
  await using understudy = createUnderstudy({
    providers: [google({ baseUrl: server.baseUrl, apiKey: 'k' })],
    retry: { maxRetries: 0 },
    ports: { clock },
  });
  const failure = understudy
    .chat({ model, messages })
    .text()
    .catch((error: unknown) => error);
  const result = { code: '' };
  void failure.then((error) => (result.code = isUnderstudyError(error) ? error.code : 'none'));
  await vi.waitUntil(() => sent !== undefined);
  const began = clock.now();
  let count = 0;
  let isWritten = false;
  // The chunk arrives between two polls.
  const advance = async (): Promise<boolean> => {
    if (isWritten) await clock.advance(50_000);
    else sent?.write(toFrame(createNext((count += 1))));
    isWritten = !isWritten;
    return result.code !== '';
  };
  await vi.waitUntil(advance, { interval: 10, timeout: 10_000 });
  return { code: result.code, ms: clock.now() - began };
}

describe('silence', () => {
  it('in which the tokens of thoughts grow is limited by progressMs', async () => {
    const { code, ms } = await measureFailure((count) => ({
      ...createChunk([]),
      usageMetadata: { promptTokenCount: 1, thoughtsTokenCount: 10 * (count + 1) },
    }));
    expect(code).toBe('timeout');
    expect(ms).toBeGreaterThanOrEqual(300_000);
  });

  it('in which nothing changes is limited by firstContentMs', async () => {
    const { code, ms } = await measureFailure(() => ({
      ...createChunk([]),
      usageMetadata: { promptTokenCount: 1 },
    }));
    expect(code).toBe('timeout');
    expect(ms).toBeLessThanOrEqual(150_000);
  });

  it('after the finish reason ends the response', async () => {
    await using server = await startServer((response) => {
      response.write(toFrame(createChunk([{ text: 'Teal' }])) + toFrame(lastChunk));
    });
    await using understudy = createUnderstudy({
      providers: [google({ baseUrl: server.baseUrl, apiKey: 'k' })],
      timeouts: { usageGraceMs: 20 },
    });
    expect(await understudy.chat({ model, messages }).text()).toBe('Teal');
  });

  it('is no failure if the connection is reset after the finish reason', async () => {
    await using server = await startServer((response) => {
      response.write(toFrame(createChunk([{ text: 'Teal' }])) + toFrame(lastChunk));
      setImmediate(() => response.socket?.resetAndDestroy());
    });
    await using understudy = createUnderstudy({
      providers: [google({ baseUrl: server.baseUrl, apiKey: 'k' })],
      retry: { maxRetries: 0 },
    });
    expect(await understudy.chat({ model, messages }).text()).toBe('Teal');
  });
});
