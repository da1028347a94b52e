import type { ServerResponse } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import type { ChatResponse, Clock, Understudy } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { openai } from '../src/index.ts';
import type { Quirks } from '../src/index.ts';
import { chunk, TestServer } from './test-server.ts';

const usage = { prompt_tokens: 3, completion_tokens: 1 };
const messages = [{ role: 'user', content: 'Hi' }] as const;

/** A server that keeps the connection open after the finish reason. */
async function startServer(after: string): Promise<TestServer> {
  return TestServer.start((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'Teal' }, 'stop'))}\n\n${after}`);
  });
}

function createRuntime(
  server: TestServer,
  clock: Clock,
  options?: { readonly quirks?: Quirks },
): Understudy {
  return createUnderstudy({
    providers: [openai({ baseUrl: `${server.origin}/v1`, ...options })],
    timeouts: { usageGraceMs: 500, idleMs: 60_000 },
    ports: { clock },
  });
}

/** Returns the response to one chat, whose time passes until it has succeeded. */
async function readWithGrace(
  understudy: Understudy,
  server: TestServer,
  clock: ManualClock,
): Promise<ChatResponse> {
  const chat = understudy.chat({ model: 'openai/gpt-5-mini', messages });
  const response = chat.response();
  await vi.waitUntil(() => server.received.length === 1);
  await vi.waitUntil(async () => {
    await clock.advance(100);
    return chat.attempts[0]?.outcome === 'succeeded';
  });
  return await response;
}

describe('timeouts.usageGraceMs', () => {
  it('ends a response whose server keeps the connection open after the finish reason', async () => {
    await using server = await startServer('');
    const clock = new ManualClock();
    await using understudy = createRuntime(server, clock);
    const response = await readWithGrace(understudy, server, clock);
    expect(response).toMatchObject({ text: 'Teal', finishReason: 'stop', usage: undefined });
    expect(clock.now()).toBeGreaterThanOrEqual(500);
    // The connection is closed if the server does not end the response soon.
    await clock.advance(10_000);
    expect(clock.timerCount).toBe(0);
  });

  it.each([
    ['without streaming', { quirks: { streams: false } }],
    ['instead of a stream', {}],
  ])('ends a JSON response %s whose connection stays open', async (_, options) => {
    const { promise: closed, resolve: onClose } = Promise.withResolvers<void>();
    await using server = await TestServer.start((_request, response) => {
      response.on('close', onClose);
      response.writeHead(200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content: 'Teal' };
      response.write(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }));
    });
    const clock = new ManualClock();
    await using understudy = createRuntime(server, clock, options);
    const response = await readWithGrace(understudy, server, clock);
    expect(response).toMatchObject({ text: 'Teal', finishReason: 'stop' });
    await clock.advance(10_000);
    await closed;
    expect(clock.timerCount).toBe(0);
  });

  it('starts again with content after the finish reason, and with nothing else', async () => {
    const pieces = ['Te', 'al', ' is', ' a', ' color.'];
    const heartbeat = `: ping\n\ndata: ${JSON.stringify(chunk({ content: '' }, 'stop'))}\n\n`;
    const { promise: connected, resolve: onConnection } = Promise.withResolvers<ServerResponse>();
    await using server = await TestServer.start((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      onConnection(response);
    });
    const clock = new ManualClock();
    await using understudy = createUnderstudy({
      providers: [openai({ baseUrl: `${server.origin}/v1` })],
      timeouts: { usageGraceMs: 300, idleMs: 60_000 },
      ports: { clock },
    });
    const chat = understudy.chat({ model: 'openai/gpt-5-mini', messages });
    const texts = chat.textStream[Symbol.asyncIterator]();
    let next = texts.next();
    const response = await connected;
    for (const content of pieces) {
      response.write(`data: ${JSON.stringify(chunk({ content }, 'stop'))}\n\n`);
      expect(await next).toEqual({ done: false, value: content });
      next = texts.next();
      // More than the limit in all pieces together.
      await clock.advance(299);
    }
    await vi.waitUntil(async () => {
      response.write(heartbeat);
      await clock.advance(100);
      return chat.attempts[0]?.outcome === 'succeeded';
    });
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await chat.text()).toBe(pieces.join(''));
  });

  it('does not apply if the token counts and the end marker follow', async () => {
    const last = JSON.stringify({ ...chunk({}), choices: [], usage });
    await using server = await startServer(`data: ${last}\n\ndata: [DONE]\n\n`);
    const { events, error } = await server.chat();
    expect(error).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ type: 'usage', inputTokens: 3 }));
  });
});
