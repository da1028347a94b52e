import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Upstream } from '../harness/scenario.ts';
import { renderEvents } from './openai-script.ts';
import { startOpenAiSite } from './openai-server.ts';

const script = { answer: 'the "actor" waits', charactersPerChunk: 5, eventsPerWrite: 3 };
let site: Upstream;

beforeAll(async () => {
  site = await startOpenAiSite({ play: script, slow: { ...script, writeEveryMs: 5 } });
});
afterAll(() => site.close());

function ask(stream: boolean, name = 'play'): Promise<Dispatcher.ResponseData> {
  return request(`${site.url}/${name}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'any', stream }),
  });
}

function open(): Socket {
  return connect(Number(new URL(site.url).port), '127.0.0.1');
}

function readTexts(events: readonly string[]): string {
  const chunks = events
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)));
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

it('streams the whole answer, and says how it ended', async () => {
  const { statusCode, headers, body } = await ask(true);
  const streamed = await body.text();
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/event-stream']);
  expect(streamed).toBe(renderEvents(script).join(''));
  const events = streamed.split('\n\n');
  expect(readTexts(events)).toBe(script.answer);
  expect(events.slice(-4, -1)).toMatchObject([
    expect.stringContaining('"finish_reason":"stop"'),
    expect.stringContaining('"choices":[],"usage"'),
    'data: [DONE]',
  ]);
});

it('gives the same answer in one piece to who asks so', async () => {
  const { headers, body } = await ask(false);
  expect(headers['content-type']).toBe('application/json');
  expect(await body.json()).toMatchObject({
    choices: [{ message: { content: script.answer }, finish_reason: 'stop' }],
  });
});

it('keeps its writes apart where it is told to', async () => {
  const startedAt = performance.now();
  const { body } = await ask(true, 'slow');
  await body.dump();
  expect(performance.now() - startedAt).toBeGreaterThan(10);
});

it('refuses a script it does not know, and a question of unknown length', async () => {
  expect((await ask(true, 'other')).statusCode).toBe(404);
  const socket = open();
  socket.end('POST /play/v1/chat/completions HTTP/1.1\r\n\r\n');
  expect(await text(socket)).toContain('HTTP/1.1 400');
});

it('puts a question together that comes in pieces, and answers two that come at once', async () => {
  const body = '{"stream":true}';
  const question = `POST /play/v1/chat/completions HTTP/1.1\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const socket = open();
  for (const piece of [question.slice(0, 20), question.slice(20, -5)]) {
    await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
    await nextTurn();
  }
  socket.end(question.slice(-5) + question);
  const answered = await text(socket);
  expect(answered.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  expect(answered.match(/\[DONE\]/g)).toHaveLength(2);
});
