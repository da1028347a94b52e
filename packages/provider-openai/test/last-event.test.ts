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
