import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { becomesTrue, chunk, reply, say, Served, teal } from './served.ts';
import type { Handler } from './served.ts';

const messages = [{ role: 'user', content: 'Name a colour' }] as const;
const model = 'openai/gpt-5-mini';

/** A server that says a word and then nothing more. */
function stall(): { readonly handler: Handler; readonly closed: () => boolean } {
  let opened: ServerResponse | undefined;
  const handler: Handler = (_received, response) => {
    opened = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'Te' }))}\n\n`);
  };
  return { handler, closed: () => opened?.destroyed === true };
}

describe('over real sockets', () => {
  it('sends nothing before the first pull', async () => {
    await using site = await Served.start(teal);
    const unpulled = site.understudy.chat({ model, messages });
    // A whole other chat comes and goes meanwhile.
    await site.understudy.chat({ model, messages }).text();
    expect(site.received).toHaveLength(1);
    expect(await unpulled.text()).toBe('Teal.');
    expect(site.received).toHaveLength(2);
  });

  it('closes the socket when the caller aborts', async () => {
    const { handler, closed } = stall();
    await using site = await Served.start(handler);
    const leaver = new AbortController();
    const { signal } = leaver;
    const chat = site.understudy.chat({ model, messages }, { signal });
    const text = chat.text();
    await becomesTrue(() => site.received.length === 1);
    leaver.abort(new Error('left'));
    await expect(text).rejects.toThrow('left');
    await becomesTrue(closed);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('closes the socket when the caller aborts before the headers', async () => {
    let opened: ServerResponse | undefined;
    await using site = await Served.start((_, response) => {
      opened = response;
    });
    const leaver = new AbortController();
    const { signal } = leaver;
    const text = site.understudy.chat({ model, messages }, { signal }).text();
    await becomesTrue(() => opened !== undefined);
    leaver.abort(new Error('left'));
    await expect(text).rejects.toThrow('left');
    await becomesTrue(() => opened?.destroyed === true);
  });

  it('closes the socket when the caller breaks', async () => {
    const { handler, closed } = stall();
    await using site = await Served.start(handler);
    for await (const text of site.understudy.chat({ model, messages }).textStream) {
      expect(text).toBe('Te');
      break;
    }
    await becomesTrue(closed);
  });

  it('closes the socket when the understudy closes', async () => {
    const { handler, closed } = stall();
    await using site = await Served.start(handler);
    const asked = site.ask();
    await becomesTrue(() => site.received.length === 1);
    await site.understudy.close();
    expect((await asked).error?.code).toBe('closed');
    await becomesTrue(closed);
  });

  it('uses connections again after answers', async () => {
    const sockets = new Set<unknown>();
    await using site = await Served.start((received, response) => {
      sockets.add(response.socket);
      teal(received, response);
    });
    for (let round = 0; round < 10; round += 1) expect((await site.ask()).text).toBe('Teal.');
    expect(sockets.size).toBeLessThan(4);
  });

  it('answers many at once without mixing them', async () => {
    await using site = await Served.start((received, response) => {
      const [, number = ''] = /colour (\d+)/.exec(received.body) ?? [];
      say(
        chunk({ content: number }),
        chunk({ content: '!' }, 'stop'),
        '[DONE]',
      )(received, response);
    });
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const texts = await Promise.all(
      numbers.map((number) =>
        site.understudy
          .chat({ model, messages: [{ role: 'user', content: `colour ${number}` }] })
          .text(),
      ),
    );
    expect(texts).toEqual(numbers.map((number) => `${number}!`));
  });

  it('fails with what came where the stream breaks off', async () => {
    await using site = await Served.start((_received, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk({ content: 'Te' }))}\n\n`, () =>
        response.socket?.resetAndDestroy(),
      );
    });
    const { error, text } = await site.ask();
    expect(text).toBe('Te');
    expect(error).toMatchObject({ code: 'connection-failed', partialText: 'Te' });
  });

  it('takes no credentials to another origin', async () => {
    await using other = await Served.start(teal);
    await using site = await Served.start(
      (_received, response) => {
        response.writeHead(307, { location: `${other.origin}/v1/chat/completions` });
        response.end();
      },
      { apiKey: 'sk-test' },
    );
    expect((await site.ask()).error?.code).toBe('malformed-response');
    expect(other.received).toEqual([]);
  });

  it('goes on to the next target, with that one’s key', async () => {
    await using lead = await Served.start(reply(429, 'application/json', {}));
    await using stand = await Served.start(teal);
    await using understudy = createUnderstudy({
      providers: [
        openai({ id: 'lead', apiKey: 'key-1', baseUrl: `${lead.origin}/v1` }),
        openai({ id: 'stand', apiKey: 'key-2', baseUrl: `${stand.origin}/v1` }),
      ],
      chains: { support: ['lead/a', 'stand/b'] },
    });
    const response = await understudy.chat({ model: 'support', messages }).response();
    expect(response.text).toBe('Teal.');
    expect(stand.received[0]?.headers['authorization']).toBe('Bearer key-2');
  });
});
