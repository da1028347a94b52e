import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Upstream } from '../harness/scenario.ts';
import { renderEvents } from './openai-script.ts';
import { startOpenAiServer } from './openai-server.ts';

const script = { responseText: 'the "actor" waits', charactersPerChunk: 5, eventsPerWrite: 3 };
let server: Upstream;

beforeAll(async () => {
  server = await startOpenAiServer({ main: script, slow: { ...script, writeIntervalMs: 5 } });
});
afterAll(() => server.close());

function sendRequest(stream: boolean, name = 'main'): Promise<Dispatcher.ResponseData> {
  return request(`${server.url}/${name}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'any', stream }),
  });
}

function open(): Socket {
  return connect(Number(new URL(server.url).port), '127.0.0.1');
}

function readTexts(events: readonly string[]): string {
  const chunks = events
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)));
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

describe('startOpenAiServer', () => {
  it('streams the text, a finish reason, the usage and an end marker', async () => {
    const { statusCode, headers, body } = await sendRequest(true);
    const streamed = await body.text();
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(streamed).toBe(renderEvents(script).join(''));
    const events = streamed.split('\n\n');
    expect(readTexts(events)).toBe(script.responseText);
    expect(events.slice(-4, -1)).toMatchObject([
      expect.stringContaining('"finish_reason":"stop"'),
      expect.stringContaining('"choices":[],"usage"'),
      'data: [DONE]',
    ]);
  });

  it('sends one JSON response if the request has no stream', async () => {
    const { headers, body } = await sendRequest(false);
    expect(headers['content-type']).toBe('application/json');
    expect(await body.json()).toMatchObject({
      choices: [{ message: { content: script.responseText }, finish_reason: 'stop' }],
    });
  });

  it('waits between writes', async () => {
    const startedAt = performance.now();
    const { body } = await sendRequest(true, 'slow');
    await body.dump();
    expect(performance.now() - startedAt).toBeGreaterThan(10);
  });

  it('rejects an unknown script and a request without content-length', async () => {
    expect((await sendRequest(true, 'other')).statusCode).toBe(404);
    const socket = open();
    socket.end('POST /main/v1/chat/completions HTTP/1.1\r\n\r\n');
    expect(await text(socket)).toContain('HTTP/1.1 400');
  });

  it('handles a request in several chunks and two requests in one chunk', async () => {
    const body = '{"stream":true}';
    const bytes = `POST /main/v1/chat/completions HTTP/1.1\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = open();
    for (const chunk of [bytes.slice(0, 20), bytes.slice(20, -5)]) {
      await new Promise<void>((resolve) => socket.write(chunk, () => resolve()));
      await nextTurn();
    }
    socket.end(bytes.slice(-5) + bytes);
    const responses = await text(socket);
    expect(responses.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(responses.match(/\[DONE\]/g)).toHaveLength(2);
  });
});
