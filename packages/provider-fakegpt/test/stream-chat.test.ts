import { getEventListeners } from 'node:events';

import { ProviderError } from '@understudy/core/provider';
import type {
  ChatRequest,
  Provider,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';
import type { RecordedReply } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { fakegpt } from '../src/index.ts';
import { FakeServer, html, json, stream } from './fake-server.ts';
import type { Replies } from './fake-server.ts';
import { cutMessage, finalMessage, frames, message, textOf } from './fakegpt-events.ts';

const baseUrl = 'http://server.test';
const request: ChatRequest = { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] };
const conversation = '/api/conversation';
const teal = stream([frames(message({ text: 'Te' })), frames(finalMessage('Teal.'), '[DONE]')]);
const expired = json({ detail: { message: 'x', code: 'token_expired' } }, 401);

/** Resolves after all pending promise callbacks. */
const flushPromises = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface Fixture {
  readonly server: FakeServer;
  readonly provider: Provider;
}

async function createFixture(replies: Replies, sessions = 4): Promise<Fixture> {
  const server = new FakeServer(replies);
  const provider = await fakegpt({ baseUrl, sessions }).create(server.ports);
  return { server, provider };
}

/** Passes the time after which a session is used again that was not discarded. */
function passPause({ server }: Fixture): Promise<void> {
  return server.clock.advance(25);
}

function startChat({ server, provider }: Fixture): AsyncIterator<unknown> {
  const events = provider.chat(request, server.createContext());
  return events[Symbol.asyncIterator]();
}

/** Returns all events of a chat. Events before an error are in `events`. */
async function collect(
  { server, provider }: Fixture,
  changes: Partial<ProviderContext> = {},
  events: ProviderEvent[] = [],
): Promise<readonly ProviderEvent[]> {
  for await (const batch of provider.chat(request, server.createContext(changes))) {
    events.push(...('type' in batch ? [batch] : batch));
  }
  return events;
}

describe('fakegpt chat', () => {
  it('emits response-start, text and finish', async () => {
    const fixture = await createFixture({ [conversation]: teal });
    expect(await collect(fixture)).toEqual([
      { type: 'response-start', provider: 'fakegpt', model: 'gpt-4', id: 'c-1', requestId: 'r-1' },
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al.' },
      { type: 'finish', reason: 'stop', rawReason: 'stop' },
    ]);
  });

  it('sends nothing before the first pull', async () => {
    const { server, provider } = await createFixture({});
    const context = server.createContext();
    provider.chat(request, context);
    expect(server.paths).toEqual([]);
    expect(getEventListeners(context.signal, 'abort')).toHaveLength(0);
  });

  it('removes its listener from the signal', async () => {
    const fixture = await createFixture({ [conversation]: teal });
    const { signal } = new AbortController();
    await collect(fixture, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('emits an empty batch for a read without events', async () => {
    const reads = [': ping\n\n', ': ping\n\n', frames(finalMessage('Teal.'), '[DONE]')];
    const { server, provider } = await createFixture({ [conversation]: stream(reads) });
    const batches = await Array.fromAsync(provider.chat(request, server.createContext()));
    expect(batches).toMatchObject([[], [], [{ type: 'response-start' }, {}, { type: 'finish' }]]);
  });

  it('emits response-start as soon as the id is known', async () => {
    const reads = [frames(message({ role: 'system' })), frames(finalMessage('Teal.'), '[DONE]')];
    const { server, provider } = await createFixture({ [conversation]: stream(reads) });
    const batches = await Array.fromAsync(provider.chat(request, server.createContext()));
    expect(batches[0]).toMatchObject([{ type: 'response-start', id: 'c-1' }]);
  });

  it('does not wait for the end of the body after [DONE]', async () => {
    let readOn = false;
    let closed = false;
    const { server, provider } = await createFixture({ [conversation]: teal });
    const http: ProviderContext['http'] = {
      request: async (httpRequest) => {
        const response = await server.http.request(httpRequest);
        async function* endless(): AsyncGenerator<Uint8Array> {
          try {
            yield* response.body;
            readOn = true;
            await new Promise(() => {});
          } finally {
            closed = true;
          }
        }
        return { ...response, body: endless() };
      },
    };
    expect(textOf(await collect({ server, provider }, { http }))).toBe('Teal.');
    expect(readOn).toBe(false);
    expect(closed).toBe(true);
  });

  it("sends the caller's headers with the chat request only, and does not replace its own", async () => {
    const fixture = await createFixture({ [conversation]: teal });
    await collect(fixture, {
      headers: { 'X-Trace': 't', Cookie: 'other', Accept: 'x', 'User-Agent': 'u' },
    });
    const chatRequest = fixture.server.requestsTo(conversation)[0];
    expect(chatRequest?.headers).toMatchObject({
      'x-trace': 't',
      'user-agent': 'u',
      cookie: 'credential=token-0',
      'x-authorization': 'Bearer token-0',
      accept: 'text/event-stream',
      'content-type': 'application/json',
    });
    expect(Object.keys(chatRequest?.headers ?? {}).filter((name) => /[A-Z]/.test(name))).toEqual(
      [],
    );
    for (const { headers } of fixture.server.requestsTo('/auth/login')) {
      expect(headers).not.toHaveProperty('x-trace');
    }
  });

  it('warns of unsupported settings', async () => {
    const { server, provider } = await createFixture({ [conversation]: teal });
    const numbers = { temperature: 0.5, topP: 0.5, topK: 5, maxOutputTokens: 9, seed: 1 };
    const penalties = { presencePenalty: 1, frequencyPenalty: 1 };
    const others = { stop: ['x'], reasoningEffort: 'low' } as const;
    const withSettings = { ...request, ...numbers, ...penalties, ...others };
    const [batch] = await Array.fromAsync(provider.chat(withSettings, server.createContext()));
    expect(batch).toContainEqual({
      type: 'warning',
      message:
        'unsupported settings ignored: temperature, topP, topK, maxOutputTokens, stop, seed, presencePenalty, frequencyPenalty, reasoningEffort',
    });
  });

  it('emits each event of the server if the caller wants them', async () => {
    const event = finalMessage('Teal.');
    const fixture = await createFixture({ [conversation]: stream(frames(event, '[DONE]')) });
    const events = await collect(fixture, { includeRaw: true });
    expect(events.filter(({ type }) => type === 'raw')).toEqual([{ type: 'raw', value: event }]);
  });

  it('sends the login through the ports of the provider, and the chat request through those of the context', async () => {
    const { server, provider } = await createFixture({ [conversation]: teal });
    const contextServer = new FakeServer({ [conversation]: teal });
    await collect({ server, provider }, { http: contextServer.http });
    expect(server.paths).toEqual(['/api/loads', '/auth/login', '/api/auth/session']);
    expect(contextServer.paths).toEqual([conversation]);
  });

  it('uses no timers', async () => {
    const fixture = await createFixture({ [conversation]: teal });
    await collect(fixture);
    expect(fixture.server.clock.timerCount).toBe(0);
  });

  it('emits no finish if the body ends early', async () => {
    const fixture = await createFixture({
      [conversation]: stream(frames(message({ text: 'Te' }))),
    });
    const events = await collect(fixture);
    expect(events.map(({ type }) => type)).toEqual(['response-start', 'text-delta']);
  });

  it('emits the events before an error in the same read', async () => {
    const body = frames(message({ text: 'Te' }), { message: null, error: 'Something went wrong.' });
    const fixture = await createFixture({ [conversation]: stream(body) });
    const events: ProviderEvent[] = [];
    await expect(collect(fixture, {}, events)).rejects.toMatchObject({ code: 'server-error' });
    expect(textOf(events)).toBe('Te');
  });

  it('accepts events of up to 32 MiB', async () => {
    const long = 'x'.repeat(200_000);
    const fixture = await createFixture({
      [conversation]: stream(frames(finalMessage(long), '[DONE]')),
    });
    expect(textOf(await collect(fixture))).toBe(long);
    const huge = stream(frames(message({ text: 'Te' }), 'x'.repeat(32 * 1024 * 1024 + 1)));
    const other = await createFixture({ [conversation]: huge });
    const events: ProviderEvent[] = [];
    await expect(collect(other, {}, events)).rejects.toMatchObject({ code: 'response-too-large' });
    expect(textOf(events)).toBe('Te');
  });

  it.each([
    [0, 'Teal.'],
    [1, 'response-too-large'],
  ])('accepts an event of the limit, and %i bytes more: %s', async (more, expected) => {
    const data = JSON.stringify(finalMessage('Teal.'));
    const fixture = await createFixture({ [conversation]: stream(frames(data, '[DONE]')) });
    const { limits } = fixture.server.ports;
    const maxEventBytes = data.length - more;
    const call = collect(fixture, { limits: { ...limits, maxEventBytes } });
    const result = await call.then(textOf, ({ code }: ProviderError) => code);
    expect(result).toBe(expected);
  });

  it('accepts an event stream without a content type', async () => {
    const reply = { body: frames(finalMessage('Teal.'), '[DONE]') };
    expect(textOf(await collect(await createFixture({ [conversation]: reply })))).toBe('Teal.');
  });

  it.each([
    [html('<h1>Welcome</h1>'), 'malformed-response'],
    [json({ detail: 'Too many requests in 1 hour.' }), 'rate-limited'],
    [{ status: 204 }, 'malformed-response'],
  ])('rejects a response with status 200 that is not an event stream: %#', async (reply, code) => {
    const fixture = await createFixture({ [conversation]: reply });
    await expect(collect(fixture)).rejects.toMatchObject({ code });
  });
});

describe('fakegpt chat with a rejected token', () => {
  const once =
    (error: RecordedReply) =>
    (index: number): RecordedReply =>
      index === 0 ? error : teal;

  it.each([expired, json({ detail: { message: 'x', code: 'token_expired' } })])(
    'logs in again and repeats the request',
    async (error) => {
      const fixture = await createFixture({ [conversation]: once(error) });
      let reserved = 0;
      const reserveRequest = (): boolean => (reserved += 1) > 0;
      expect(textOf(await collect(fixture, { reserveRequest }))).toBe('Teal.');
      expect(reserved).toBe(1);
      const [first, second] = fixture.server.requestsTo(conversation);
      expect(first?.headers['x-authorization']).toBe('Bearer token-0');
      expect(second?.headers['x-authorization']).toBe('Bearer token-1');
      expect(second?.body).toBe(first?.body);
    },
  );

  it('fails if no request can be reserved, and the next chat logs in again', async () => {
    const fixture = await createFixture({ [conversation]: once(expired) });
    const call = collect(fixture, { reserveRequest: () => false });
    await expect(call).rejects.toMatchObject({ code: 'session-rejected', status: 401 });
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
    await passPause(fixture);
    expect(textOf(await collect(fixture))).toBe('Teal.');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('fails if the new token is rejected too', async () => {
    const fixture = await createFixture({ [conversation]: expired });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'session-rejected' });
    expect(fixture.server.requestsTo(conversation)).toHaveLength(2);
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('discards a session that the response rejects', async () => {
    const rejection = { error: { message: 'expired', code: 'token_expired' } };
    const fixture = await createFixture({ [conversation]: once(stream(frames(rejection))) });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'session-rejected' });
    await passPause(fixture);
    expect(textOf(await collect(fixture))).toBe('Teal.');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('does not affect other sessions', async () => {
    const fixture = await createFixture({
      [conversation]: (_, { headers }) =>
        headers['x-authorization'] === 'Bearer token-0' ? expired : teal,
    });
    await Promise.all([collect(fixture), collect(fixture)]);
    const tokens = fixture.server
      .requestsTo(conversation)
      .map(({ headers }) => headers['x-authorization']);
    expect(new Set(tokens)).toEqual(
      new Set(['Bearer token-0', 'Bearer token-1', 'Bearer token-2']),
    );
    await Promise.all([collect(fixture), collect(fixture)]);
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(3);
  });

  it('fails with the error of the new login', async () => {
    const fixture = await createFixture({
      [conversation]: expired,
      '/api/loads': (index) =>
        index === 0 ? json({ loads: [{ token_id: 'a' }] }) : json({ loads: [] }),
    });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'overloaded' });
  });
});

describe('fakegpt chat with a busy session', () => {
  const busy = json({ detail: 'Only one message at a time. Please allow any other ...' }, 429);

  /** Runs a chat that uses the session, then one whose first requests are answered with `replies`. */
  async function reuse(
    replies: readonly RecordedReply[],
    changes: Partial<ProviderContext> = {},
  ): Promise<Fixture & { readonly result: Promise<readonly ProviderEvent[]> }> {
    const fixture = await createFixture({
      [conversation]: (index) => replies[index - 1] ?? teal,
    });
    await collect(fixture);
    const result = collect(fixture, changes);
    result.catch(() => {});
    await flushPromises();
    return { ...fixture, result };
  }

  it('waits and sends the request again in the same session', async () => {
    let reserved = 0;
    const reserveRequest = (): boolean => (reserved += 1) > 0;
    const { server, provider, result } = await reuse([busy, busy], { reserveRequest });
    expect(server.requestsTo(conversation)).toHaveLength(2);
    await server.clock.advance(250);
    await flushPromises();
    expect(server.requestsTo(conversation)).toHaveLength(3);
    await server.clock.advance(1000);
    expect(textOf(await result)).toBe('Teal.');
    expect(reserved).toBe(2);
    const sent = server.requestsTo(conversation).map(({ headers }) => headers['cookie']);
    expect(sent).toEqual(Array(4).fill('credential=token-0'));
    expect(server.clock.timerCount).toBe(0);
    await collect({ server, provider });
    expect(server.requestsTo('/auth/login')).toHaveLength(1);
  });

  it('fails after two waits, and does not use the session again', async () => {
    const { server, provider, result } = await reuse([busy, busy, busy]);
    await server.clock.advance(250);
    await flushPromises();
    await server.clock.advance(1000);
    await expect(result).rejects.toMatchObject({ code: 'rate-limited', status: 429 });
    await server.clock.advance(25);
    expect(textOf(await collect({ server, provider }))).toBe('Teal.');
    expect(server.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('fails at once if no request can be reserved', async () => {
    const { server, result } = await reuse([busy], { reserveRequest: () => false });
    await expect(result).rejects.toMatchObject({ code: 'rate-limited' });
    expect(server.requestsTo(conversation)).toHaveLength(2);
    expect(server.clock.timerCount).toBe(0);
  });

  it('fails at once for another rate limit', async () => {
    const { server, result } = await reuse([json({ detail: 'Too many requests in 1 hour.' }, 429)]);
    await expect(result).rejects.toMatchObject({ code: 'rate-limited' });
    expect(server.requestsTo(conversation)).toHaveLength(2);
  });

  it('fails at once if the session is new, because another user keeps the account busy', async () => {
    const fixture = await createFixture({ [conversation]: busy });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(fixture.server.requestsTo(conversation)).toHaveLength(1);
  });

  it('ends the wait if the chat is aborted', async () => {
    const controller = new AbortController();
    const { server, result } = await reuse([busy], { signal: controller.signal });
    controller.abort(new Error('aborted'));
    await expect(result).rejects.toThrow('aborted');
    expect(server.clock.timerCount).toBe(0);
    expect(server.requestsTo(conversation)).toHaveLength(2);
  });
});

describe('fakegpt chat that the server has ended', () => {
  const withoutFinish = stream(frames(message({ text: 'Te' })));

  it.each([
    ['an error status', json({ detail: 'x' }, 503)],
    ['a rate limit', json({ detail: 'x' }, 429)],
    ['the end of an incomplete response', withoutFinish],
  ])('releases its session at once after %s', async (_, reply) => {
    const fixture = await createFixture({ [conversation]: (i) => (i === 0 ? reply : teal) }, 1);
    await collect(fixture).catch(() => {});
    expect(textOf(await collect(fixture))).toBe('Teal.');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
  });
});

describe('fakegpt session', () => {
  it('is released at once after a failed connection', async () => {
    const fixture = await createFixture({ [conversation]: teal }, 1);
    const refused = new ProviderError({
      code: 'connection-failed',
      message: 'refused',
      phase: 'connect',
    });
    const http = { request: () => Promise.reject(refused) };
    await expect(collect(fixture, { http })).rejects.toBe(refused);
    expect(textOf(await collect(fixture))).toBe('Teal.');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
  });

  it('is released after the pause if a gateway did not wait for the server', async () => {
    const timeout = html('<title>504</title>', 504);
    const fixture = await createFixture(
      { [conversation]: (index) => (index === 0 ? timeout : teal) },
      1,
    );
    await expect(collect(fixture)).rejects.toMatchObject({ status: 504 });
    const next = collect(fixture);
    await flushPromises();
    expect(fixture.server.requestsTo(conversation)).toHaveLength(1);
    await passPause(fixture);
    expect(textOf(await next)).toBe('Teal.');
  });

  it('is released before the caller has read the end', async () => {
    const fixture = await createFixture({ [conversation]: teal }, 1);
    const slow = startChat(fixture);
    await slow.next();
    await slow.next();
    expect(textOf(await collect(fixture))).toBe('Teal.');
    expect(await slow.next()).toEqual({ done: true, value: undefined });
  });
});

describe('fakegpt cookies of the conversation', () => {
  it('are sent with the next request, also those of an error response', async () => {
    const withCookie = (reply: RecordedReply, value: string): RecordedReply => ({
      ...reply,
      headers: { ...reply.headers, 'set-cookie': `turn=${value}; Path=/` },
    });
    const fixture = await createFixture(
      {
        [conversation]: (index) =>
          index === 1 ? withCookie(json({}, 503), 'b') : withCookie(teal, index === 0 ? 'a' : 'c'),
      },
      1,
    );
    await collect(fixture);
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'server-error' });
    await passPause(fixture);
    await collect(fixture);
    await collect(fixture);
    const cookies = fixture.server.requestsTo(conversation).map(({ headers }) => headers['cookie']);
    expect(cookies).toEqual(
      ['', '; turn=a', '; turn=b', '; turn=c'].map((turn) => `credential=token-0${turn}`),
    );
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
  });
});

describe('fakegpt chat whose connection breaks', () => {
  /** Returns an `Http` whose event streams fail after their last chunk. */
  function breakStreams({ server }: Fixture): ProviderContext['http'] {
    return {
      request: async (httpRequest) => {
        const response = await server.http.request(httpRequest);
        async function* broken(): AsyncGenerator<Uint8Array> {
          yield* response.body;
          throw new ProviderError({ code: 'connection-failed', message: 'reset' });
        }
        return { ...response, body: broken() };
      },
    };
  }

  it('is complete if the message has ended', async () => {
    const body = stream(frames(message({ text: 'Te' }), finalMessage('Teal.')));
    const fixture = await createFixture({ [conversation]: body }, 1);
    const events = await collect(fixture, { http: breakStreams(fixture) });
    expect(textOf(events)).toBe('Teal.');
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop', rawReason: 'stop' });
    expect(fixture.server.clock.timerCount).toBe(1);
  });

  it('fails with the reason of the signal if that broke the connection', async () => {
    const fixture = await createFixture({ [conversation]: stream(frames(finalMessage('Teal.'))) });
    const controller = new AbortController();
    const reason = new Error('canceled');
    const http: ProviderContext['http'] = {
      request: async (httpRequest) => {
        const response = await fixture.server.http.request(httpRequest);
        async function* aborted(): AsyncGenerator<Uint8Array> {
          yield* response.body;
          controller.abort(reason);
          throw reason;
        }
        return { ...response, body: aborted() };
      },
    };
    const call = collect(fixture, { http, signal: controller.signal });
    await expect(call).rejects.toBe(reason);
  });

  it('fails if the message has not ended', async () => {
    const fixture = await createFixture({
      [conversation]: stream(frames(message({ text: 'Te' }))),
    });
    const events: ProviderEvent[] = [];
    const call = collect(fixture, { http: breakStreams(fixture) }, events);
    await expect(call).rejects.toMatchObject({ code: 'connection-failed' });
    expect(textOf(events)).toBe('Te');
  });

  it('fails if another message of the turn is missing', async () => {
    const first = message({ text: 'Te', status: 'finished_successfully' });
    const fixture = await createFixture({ [conversation]: stream(frames(first)) });
    const call = collect(fixture, { http: breakStreams(fixture) });
    await expect(call).rejects.toMatchObject({ code: 'connection-failed' });
  });
});

describe('fakegpt chat at the maximum length', () => {
  const cut = (text: string, id: string): RecordedReply =>
    stream(frames(cutMessage(text, { id, messageType: 'continue' }), '[DONE]'));
  const last = stream(frames(finalMessage('end.', { id: 'm-9' }), '[DONE]'));

  it('continues the response in the same session', async () => {
    const fixture = await createFixture({
      [conversation]: (index) => (index === 0 ? cut('One, ', 'm-1') : last),
    });
    const events = await collect(fixture, { reserveRequest: () => false });
    expect(textOf(events)).toBe('One, end.');
    expect(events.filter(({ type }) => type === 'response-start')).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop', rawReason: 'stop' });
    const [first, second] = fixture.server.requestsTo(conversation);
    expect(JSON.parse(String(second?.body))).toMatchObject({
      action: 'continue',
      conversation_id: 'c-1',
      parent_message_id: 'm-1',
      model: 'gpt-4',
    });
    expect(second?.headers['cookie']).toBe(first?.headers['cookie']);
  });

  it('continues the response three times, then finishes with length', async () => {
    const fixture = await createFixture({
      [conversation]: (index) => cut(`${index} `, `m-${index}`),
    });
    const events = await collect(fixture);
    expect(textOf(events)).toBe('0 1 2 3 ');
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'length', rawReason: 'max_tokens' });
    const parents = fixture.server.requestsTo(conversation).map(({ body }) => {
      const sent: { parent_message_id?: string } = JSON.parse(String(body));
      return sent.parent_message_id;
    });
    expect(parents.slice(1)).toEqual(['m-0', 'm-1', 'm-2']);
  });

  it('continues the response if the last event has no conversation id', async () => {
    const first = stream(frames(cutMessage('One, '), { type: 'title_generation' }, '[DONE]'));
    const fixture = await createFixture({
      [conversation]: (index) => (index === 0 ? first : last),
    });
    expect(textOf(await collect(fixture))).toBe('One, end.');
  });

  it('finishes if the server sends no conversation id', async () => {
    const event = JSON.stringify(cutMessage('One')).replace('"conversation_id"', '"x"');
    const fixture = await createFixture({ [conversation]: stream(frames(event, '[DONE]')) });
    expect((await collect(fixture)).at(-1)).toMatchObject({ type: 'finish', reason: 'length' });
  });

  it('fails without a new login if the token is rejected during a continuation', async () => {
    const fixture = await createFixture({
      [conversation]: (index) => (index === 0 ? cut('One, ', 'm-1') : index === 1 ? expired : teal),
    });
    const events: ProviderEvent[] = [];
    await expect(collect(fixture, {}, events)).rejects.toMatchObject({
      code: 'session-rejected',
    });
    expect(textOf(events)).toBe('One, ');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
    await passPause(fixture);
    await collect(fixture);
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('fails with any other error of the continuation', async () => {
    const fixture = await createFixture({
      [conversation]: (index) => (index === 0 ? cut('One', 'm-1') : json({ detail: 'x' }, 503)),
    });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'server-error' });
  });
});

describe('fakegpt chat that is canceled', () => {
  it('aborts the request and releases the session', async () => {
    const fixture = await createFixture({ [conversation]: teal }, 1);
    for await (const batch of fixture.provider.chat(request, fixture.server.createContext())) {
      if ('length' in batch && batch.length > 0) break;
    }
    expect(fixture.server.requestsTo(conversation)[0]?.signal.aborted).toBe(true);
    const next = collect(fixture);
    await fixture.server.clock.advance(24);
    await flushPromises();
    expect(fixture.server.requestsTo(conversation)).toHaveLength(1);
    await fixture.server.clock.advance(1);
    expect(textOf(await next)).toBe('Teal.');
    expect(fixture.server.requestsTo('/auth/login')).toHaveLength(1);
  });

  it('aborts the request of a response that the moderation blocks', async () => {
    const blocked = { message_id: 'm', moderation_response: { flagged: true, blocked: true } };
    const fixture = await createFixture({
      [conversation]: stream(frames(message({ text: 'Te' }), blocked)),
    });
    expect((await collect(fixture)).at(-1)).toMatchObject({ reason: 'content-filter' });
    expect(fixture.server.requestsTo(conversation)[0]?.signal.aborted).toBe(true);
  });

  it('does not abort the request of a finished response', async () => {
    const fixture = await createFixture({ [conversation]: teal });
    await collect(fixture);
    expect(fixture.server.requestsTo(conversation)[0]?.signal.aborted).toBe(false);
  });

  it('throws the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('aborted');
    const fixture = await createFixture({
      [conversation]: () => {
        controller.abort(reason);
        return teal;
      },
    });
    await expect(collect(fixture, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('fails with concurrency-limited if a timeout expires while all sessions are in use', async () => {
    const fixture = await createFixture({ [conversation]: teal }, 1);
    const first = startChat(fixture);
    await first.next();
    const limit = new AbortController();
    const waiting = collect(fixture, { signal: limit.signal });
    limit.abort(new ProviderError({ code: 'timeout', message: 'timeout', phase: 'first-content' }));
    await expect(waiting).rejects.toMatchObject({ code: 'concurrency-limited' });
    await first.return?.();
  });

  it('fails with closed if the provider is closed while it waits', async () => {
    const fixture = await createFixture({ [conversation]: teal }, 1);
    const first = startChat(fixture);
    await first.next();
    const waiting = collect(fixture);
    await fixture.provider.close?.();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await expect(collect(fixture)).rejects.toMatchObject({ code: 'closed' });
    await first.return?.();
  });
});
