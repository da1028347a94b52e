import { createUnderstudy } from '@understudy/core';
import type { ChatOptions, ChatResponse } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { chunk } from './test-server.ts';
import { RawServer } from './vendor-cases/raw-server.ts';
import type { RawResponse } from './vendor-cases/vendor-case.ts';

const quick: ChatOptions = {
  timeouts: { usageGraceMs: 30, idleMs: 1000, firstContentMs: 1000 },
};

type Body = Pick<RawResponse, 'chunks' | 'end' | 'heartbeat'>;

const endings: readonly (readonly [string, Body])[] = [
  ['a final HTTP chunk', { end: 'whole' }],
  ['a closed connection', { end: 'fin' }],
  ['a reset connection', { end: 'reset' }],
  ['silence', { end: 'open' }],
  ['comments', { heartbeat: { text: ': ping\n', everyMs: 20 } }],
];

async function chatWith(
  body: Body,
  type = 'text/event-stream',
  options: ChatOptions = quick,
): Promise<ChatResponse> {
  await using server = await RawServer.start({
    status: 200,
    headers: { 'content-type': type },
    ...body,
  });
  await using understudy = createUnderstudy({
    providers: [openai({ apiKey: 'k', baseUrl: `${server.origin}/v1` })],
    retry: { maxRetries: 0 },
  });
  const messages = [{ role: 'user', content: 'Name a color' }] as const;
  return await understudy.chat({ model: 'openai/m', messages }, options).response();
}

const chunks = [chunk({ content: 'Te' }), chunk({ content: 'al.' }), chunk({}, 'stop')];
const json = chunks.map((value) => JSON.stringify(value));
const overloaded = JSON.stringify({ error: { type: 'overloaded_error', message: 'Overloaded' } });

describe.each(endings)('a stream whose last event is followed by %s', (_, ending) => {
  it.each(['', '\n', '\r\n', '\r'])('is complete without a blank line, with %j', async (end) => {
    const events = json.map((data) => `data: ${data}`);
    const body = `${events.join('\n\n')}${end}`;
    expect(await chatWith({ chunks: [body], ...ending })).toMatchObject({ text: 'Teal.' });
    if (end === '') return;
    const lines = [...events, 'data: [DONE]'].map((event) => event + end);
    expect(await chatWith({ chunks: lines, ...ending })).toMatchObject({ text: 'Teal.' });
  });

  it.each(['', '\n'])('is complete with an end marker and %j', async (end) => {
    const body = `data: ${json[0]}\n\ndata: [DONE]${end}`;
    expect(await chatWith({ chunks: [body], ...ending })).toMatchObject({ text: 'Te' });
  });

  it.each(['', '\n'])('reports the error in the event, with %j', async (end) => {
    const body = `data: ${json[0]}\n\ndata: ${overloaded}${end}`;
    await expect(chatWith({ chunks: [body], ...ending })).rejects.toMatchObject({
      code: 'overloaded',
    });
  });
});

describe('chunks on lines without data', () => {
  it.each(endings)('are complete if the last one is followed by %s', async (_, ending) => {
    for (const type of ['application/x-ndjson', 'application/json', 'text/event-stream']) {
      const lines = json.map((data) => `${data}\n`);
      expect(await chatWith({ chunks: lines, ...ending }, type)).toMatchObject({ text: 'Teal.' });
      const unterminated = [json.join('\n')];
      expect(await chatWith({ chunks: unterminated, ...ending }, type)).toMatchObject({
        text: 'Teal.',
      });
    }
  });

  it('are decoded when they arrive', async () => {
    const lines = json.flatMap((data) => [`${data}\n`, { waitMs: 150 }]);
    const options = { timeouts: { firstContentMs: 100, usageGraceMs: 10 } };
    expect(await chatWith({ chunks: lines }, 'application/json', options)).toMatchObject({
      text: 'Teal.',
    });
  });

  it('keep their text if the connection is cut', async () => {
    for (const end of ['fin', 'reset'] as const) {
      const chat = chatWith({ chunks: [`${json[0]}\n`, `${json[1]}\n`], end }, 'application/json');
      await expect(chat).rejects.toMatchObject({ partialText: 'Teal.' });
    }
  });

  it('are not confused with a complete response', async () => {
    const message = { role: 'assistant', content: 'Teal.' };
    const body = JSON.stringify({ choices: [{ index: 0, message }] });
    for (const text of [`${body}\n`, `\n\n${body}\n\n`, body]) {
      expect(await chatWith({ chunks: [text] }, 'application/json')).toMatchObject({
        text: 'Teal.',
        finishReason: 'other',
      });
    }
  });
});
