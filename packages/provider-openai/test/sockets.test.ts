import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { waitUntil, chunk, reply, sendEvents, TestServer, tealStream } from './test-server.ts';
import type { Handler } from './test-server.ts';

const messages = [{ role: 'user', content: 'Name a color' }] as const;
const model = 'openai/gpt-5-mini';

/** Creates a handler that sends one chunk and then nothing. */
function stall(): { readonly handler: Handler; readonly closed: () => boolean } {
  let opened: ServerResponse | undefined;
  const handler: Handler = (_received, response) => {
    opened = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'Te' }))}\n\n`);
  };
  return { handler, closed: () => opened?.destroyed === true };
}

describe('openai over real sockets', () => {
  it('sends nothing before the first pull', async () => {
    await using server = await TestServer.start(tealStream);
    const notStarted = server.understudy.chat({ model, messages });
    await server.understudy.chat({ model, messages }).text();
    expect(server.received).toHaveLength(1);
    expect(await notStarted.text()).toBe('Teal.');
    expect(server.received).toHaveLength(2);
  });

  it('closes the socket when the caller aborts', async () => {
    const { handler, closed } = stall();
    await using server = await TestServer.start(handler);
    const controller = new AbortController();
    const { signal } = controller;
    const chat = server.understudy.chat({ model, messages }, { signal });
    const text = chat.text();
    await waitUntil(() => server.received.length === 1);
    controller.abort(new Error('aborted'));
    await expect(text).rejects.toThrow('aborted');
    await waitUntil(closed);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('closes the socket when the caller aborts before the headers', async () => {
    let opened: ServerResponse | undefined;
    await using server = await TestServer.start((_, response) => {
      opened = response;
    });
    const controller = new AbortController();
    const { signal } = controller;
    const text = server.understudy.chat({ model, messages }, { signal }).text();
    await waitUntil(() => opened !== undefined);
    controller.abort(new Error('aborted'));
    await expect(text).rejects.toThrow('aborted');
    await waitUntil(() => opened?.destroyed === true);
  });

  it('closes the socket when the caller stops iterating', async () => {
    const { handler, closed } = stall();
    await using server = await TestServer.start(handler);
    for await (const text of server.understudy.chat({ model, messages }).textStream) {
      expect(text).toBe('Te');
      break;
    }
    await waitUntil(closed);
  });

  it('closes the socket when the runtime is closed', async () => {
    const { handler, closed } = stall();
    await using server = await TestServer.start(handler);
    const result = server.chat();
    await waitUntil(() => server.received.length === 1);
    await server.understudy.close();
    expect((await result).error?.code).toBe('closed');
    await waitUntil(closed);
  });

  it('reuses connections after responses', async () => {
    const sockets = new Set<unknown>();
    await using server = await TestServer.start((received, response) => {
      sockets.add(response.socket);
      tealStream(received, response);
    });
    for (let round = 0; round < 10; round += 1) expect((await server.chat()).text).toBe('Teal.');
    expect(sockets.size).toBeLessThan(4);
  });

  it('does not mix concurrent responses', async () => {
    await using server = await TestServer.start((received, response) => {
      const [, number = ''] = /color (\d+)/.exec(received.body) ?? [];
      sendEvents(
        chunk({ content: number }),
        chunk({ content: '!' }, 'stop'),
        '[DONE]',
      )(received, response);
    });
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const texts = await Promise.all(
      numbers.map((number) =>
        server.understudy
          .chat({ model, messages: [{ role: 'user', content: `color ${number}` }] })
          .text(),
      ),
    );
    expect(texts).toEqual(numbers.map((number) => `${number}!`));
  });

  it('reports the received text when the connection is reset', async () => {
    await using server = await TestServer.start((_received, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk({ content: 'Te' }))}\n\n`, () =>
        response.socket?.resetAndDestroy(),
      );
    });
    const { error, text } = await server.chat();
    expect(text).toBe('Te');
    expect(error).toMatchObject({ code: 'connection-failed', partialText: 'Te' });
  });

  it('sends no credentials to another origin', async () => {
    await using other = await TestServer.start(tealStream);
    await using server = await TestServer.start(
      (_received, response) => {
        response.writeHead(307, { location: `${other.origin}/v1/chat/completions` });
        response.end();
      },
      { apiKey: 'sk-test' },
    );
    expect((await server.chat()).error?.code).toBe('malformed-response');
    expect(other.received).toEqual([]);
  });

  it('calls the next target with its own key', async () => {
    await using primary = await TestServer.start(reply(429, 'application/json', {}));
    await using backup = await TestServer.start(tealStream);
    await using understudy = createUnderstudy({
      providers: [
        openai({ id: 'primary', apiKey: 'key-1', baseUrl: `${primary.origin}/v1` }),
        openai({ id: 'backup', apiKey: 'key-2', baseUrl: `${backup.origin}/v1` }),
      ],
      chains: { support: ['primary/a', 'backup/b'] },
    });
    const response = await understudy.chat({ model: 'support', messages }).response();
    expect(response.text).toBe('Teal.');
    expect(backup.received[0]?.headers['authorization']).toBe('Bearer key-2');
  });
});
