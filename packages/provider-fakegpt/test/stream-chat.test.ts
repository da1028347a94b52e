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
import { FakeSite, html, json, stream } from './fake-server.ts';
import type { Answers } from './fake-server.ts';
import { cutMessage, finalMessage, frames, message, textOf } from './fakegpt-events.ts';

const baseUrl = 'http://site.test';
const request: ChatRequest = { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] };
const conversation = '/api/conversation';
const teal = stream([frames(message({ text: 'Te' })), frames(finalMessage('Teal.'), '[DONE]')]);
const expired = json({ detail: { message: 'x', code: 'token_expired' } }, 401);

interface Given {
  readonly site: FakeSite;
  readonly provider: Provider;
}

async function create(answers: Answers, sessions = 4): Promise<Given> {
  const site = new FakeSite(answers);
  const provider = await fakegpt({ baseUrl, sessions }).create(site.ports);
  return { site, provider };
}

/** All events of a chat; those before a failure stay in `events`. */
async function collect(
  { site, provider }: Given,
  changes: Partial<ProviderContext> = {},
  events: ProviderEvent[] = [],
): Promise<readonly ProviderEvent[]> {
  for await (const batch of provider.chat(request, site.createContext(changes))) {
    events.push(...('type' in batch ? [batch] : batch));
  }
  return events;
}

describe('a chat', () => {
  it('starts, gives the text, and finishes', async () => {
    const given = await create({ [conversation]: teal });
    expect(await collect(given)).toEqual([
      { type: 'response-start', provider: 'fakegpt', model: 'gpt-4', id: 'c-1', requestId: 'r-1' },
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al.' },
      { type: 'finish', reason: 'stop', rawReason: 'stop' },
    ]);
  });

  it('opens nothing before the first pull', async () => {
    const { site, provider } = await create({});
    const context = site.createContext();
    provider.chat(request, context);
    expect(site.paths).toEqual([]);
    expect(getEventListeners(context.signal, 'abort')).toHaveLength(0);
  });

  it('leaves no listener on its signal', async () => {
    const given = await create({ [conversation]: teal });
    const { signal } = new AbortController();
    await collect(given, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('tells with an empty batch that the site is alive', async () => {
    const reads = [': ping\n\n', ': ping\n\n', frames(finalMessage('Teal.'), '[DONE]')];
    const { site, provider } = await create({ [conversation]: stream(reads) });
    const batches = await Array.fromAsync(provider.chat(request, site.createContext()));
    expect(batches).toMatchObject([[], [], [{ type: 'response-start' }, {}, { type: 'finish' }]]);
  });

  it('does not wait for the end of the body after [DONE]', async () => {
    let readOn = false;
    const { site, provider } = await create({ [conversation]: teal });
    const http: ProviderContext['http'] = {
      request: async (asked) => {
        const response = await site.http.request(asked);
        async function* endless(): AsyncGenerator<Uint8Array> {
          yield* response.body;
          readOn = true;
          await new Promise(() => {});
        }
        return { ...response, body: endless() };
      },
    };
    expect(textOf(await collect({ site, provider }, { http }))).toBe('Teal.');
    expect(readOn).toBe(false);
  });

  it("sends the caller's headers with the question only, and none over its own", async () => {
    const given = await create({ [conversation]: teal });
    await collect(given, {
      headers: { 'X-Trace': 't', Cookie: 'other', Accept: 'x', 'User-Agent': 'u' },
    });
    const asked = given.site.requestsTo(conversation)[0];
    expect(asked?.headers).toMatchObject({
      'x-trace': 't',
      'user-agent': 'u',
      cookie: 'credential=token-0',
      'x-authorization': 'Bearer token-0',
      accept: 'text/event-stream',
      'content-type': 'application/json',
    });
    expect(Object.keys(asked?.headers ?? {}).filter((name) => /[A-Z]/.test(name))).toEqual([]);
    for (const { headers } of given.site.requestsTo('/auth/login')) {
      expect(headers).not.toHaveProperty('x-trace');
    }
  });

  it('warns of settings that the site has no place for', async () => {
    const { site, provider } = await create({ [conversation]: teal });
    const asked = { ...request, temperature: 0.5, seed: 1 };
    const [batch] = await Array.fromAsync(provider.chat(asked, site.createContext()));
    expect(batch).toContainEqual({
      type: 'warning',
      message: expect.stringContaining('temperature, seed'),
    });
  });

  it('asks for the login through the ports of the provider, for the answer through its own', async () => {
    const { site, provider } = await create({ [conversation]: teal });
    const own = new FakeSite({ [conversation]: teal });
    await collect({ site, provider }, { http: own.http });
    expect(site.paths).toEqual(['/api/loads', '/auth/login', '/api/auth/session']);
    expect(own.paths).toEqual([conversation]);
  });

  it('sets no timer', async () => {
    const given = await create({ [conversation]: teal });
    await collect(given);
    expect(given.site.clock.timerCount).toBe(0);
  });

  it('gives no finish when the body ends early', async () => {
    const given = await create({ [conversation]: stream(frames(message({ text: 'Te' }))) });
    const events = await collect(given);
    expect(events.map(({ type }) => type)).toEqual(['response-start', 'text-delta']);
  });

  it('gives what came before a failure in the same read', async () => {
    const body = frames(message({ text: 'Te' }), { message: null, error: 'Something went wrong.' });
    const given = await create({ [conversation]: stream(body) });
    const events: ProviderEvent[] = [];
    await expect(collect(given, {}, events)).rejects.toMatchObject({ code: 'server-error' });
    expect(textOf(events)).toBe('Te');
  });

  it('takes events of up to 8 MiB', async () => {
    const long = 'x'.repeat(200_000);
    const given = await create({ [conversation]: stream(frames(finalMessage(long), '[DONE]')) });
    expect(textOf(await collect(given))).toBe(long);
    const huge = stream(frames(message({ text: 'Te' }), 'x'.repeat(8 * 1024 * 1024 + 1)));
    const other = await create({ [conversation]: huge });
    const events: ProviderEvent[] = [];
    await expect(collect(other, {}, events)).rejects.toMatchObject({ code: 'response-too-large' });
    expect(textOf(events)).toBe('Te');
  });

  it.each([
    [html('<h1>Welcome</h1>'), 'malformed-response'],
    [json({ detail: 'Too many requests in 1 hour.' }), 'rate-limited'],
    [{ body: frames(finalMessage('Teal.')) }, 'malformed-response'],
    [{ status: 204 }, 'malformed-response'],
  ])('refuses a 200 that is no event stream: %#', async (answer, code) => {
    const given = await create({ [conversation]: answer });
    await expect(collect(given)).rejects.toMatchObject({ code });
  });
});

describe('a refused token', () => {
  const once =
    (refusal: RecordedReply) =>
    (index: number): RecordedReply =>
      index === 0 ? refusal : teal;

  it.each([expired, json({ detail: { message: 'x', code: 'token_expired' } })])(
    'is replaced by a new login, and the question asked again',
    async (refusal) => {
      const given = await create({ [conversation]: once(refusal) });
      let spent = 0;
      const reserveRequest = (): boolean => (spent += 1) > 0;
      expect(textOf(await collect(given, { reserveRequest }))).toBe('Teal.');
      expect(spent).toBe(1);
      const [first, second] = given.site.requestsTo(conversation);
      expect(first?.headers['x-authorization']).toBe('Bearer token-0');
      expect(second?.headers['x-authorization']).toBe('Bearer token-1');
      expect(second?.body).toBe(first?.body);
    },
  );

  it('is the end when the ceiling is reached, but not for the next chat', async () => {
    const given = await create({ [conversation]: once(expired) });
    const call = collect(given, { reserveRequest: () => false });
    await expect(call).rejects.toMatchObject({ code: 'authentication-failed', status: 401 });
    expect(given.site.requestsTo('/auth/login')).toHaveLength(1);
    expect(textOf(await collect(given))).toBe('Teal.');
    expect(given.site.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('is the end when the next one is refused too', async () => {
    const given = await create({ [conversation]: expired });
    await expect(collect(given)).rejects.toMatchObject({ code: 'authentication-failed' });
    expect(given.site.requestsTo(conversation)).toHaveLength(2);
    expect(given.site.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('leaves other sessions alone', async () => {
    const given = await create({
      [conversation]: (_, { headers }) =>
        headers['x-authorization'] === 'Bearer token-0' ? expired : teal,
    });
    await Promise.all([collect(given), collect(given)]);
    const tokens = given.site
      .requestsTo(conversation)
      .map(({ headers }) => headers['x-authorization']);
    expect(new Set(tokens)).toEqual(
      new Set(['Bearer token-0', 'Bearer token-1', 'Bearer token-2']),
    );
    await Promise.all([collect(given), collect(given)]);
    expect(given.site.requestsTo('/auth/login')).toHaveLength(3);
  });

  it('fails with what the new login failed with', async () => {
    const given = await create({
      [conversation]: expired,
      '/api/loads': (index) =>
        index === 0 ? json({ loads: [{ token_id: 'a' }] }) : json({ loads: [] }),
    });
    await expect(collect(given)).rejects.toMatchObject({ code: 'overloaded' });
  });
});

describe('a cut answer', () => {
  const cut = (text: string, id: string): RecordedReply =>
    stream(frames(cutMessage(text, { id, messageType: 'continue' }), '[DONE]'));
  const last = stream(frames(finalMessage('end.', { id: 'm-9' }), '[DONE]'));

  it('is continued on the same session, where it was cut', async () => {
    const given = await create({
      [conversation]: (index) => (index === 0 ? cut('One, ', 'm-1') : last),
    });
    const events = await collect(given, { reserveRequest: () => false });
    expect(textOf(events)).toBe('One, end.');
    expect(events.filter(({ type }) => type === 'response-start')).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop', rawReason: 'stop' });
    const [first, second] = given.site.requestsTo(conversation);
    expect(JSON.parse(String(second?.body))).toMatchObject({
      action: 'continue',
      conversation_id: 'c-1',
      parent_message_id: 'm-1',
      model: 'gpt-4',
    });
    expect(second?.headers['cookie']).toBe(first?.headers['cookie']);
  });

  it('is continued three times, and then is as long as it gets', async () => {
    const given = await create({ [conversation]: (index) => cut(`${index} `, `m-${index}`) });
    const events = await collect(given);
    expect(textOf(events)).toBe('0 1 2 3 ');
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'length', rawReason: 'max_tokens' });
    const parents = given.site.requestsTo(conversation).map(({ body }) => {
      const sent: { parent_message_id?: string } = JSON.parse(String(body));
      return sent.parent_message_id;
    });
    expect(parents.slice(1)).toEqual(['m-0', 'm-1', 'm-2']);
  });

  it('is over where the site does not tell how to go on', async () => {
    const event = JSON.stringify(cutMessage('One')).replace('"conversation_id"', '"x"');
    const given = await create({ [conversation]: stream(frames(event, '[DONE]')) });
    expect((await collect(given)).at(-1)).toMatchObject({ type: 'finish', reason: 'length' });
  });

  it('fails with a refused token of its continue, without a new login', async () => {
    const given = await create({
      [conversation]: (index) => (index === 0 ? cut('One, ', 'm-1') : index === 1 ? expired : teal),
    });
    const events: ProviderEvent[] = [];
    await expect(collect(given, {}, events)).rejects.toMatchObject({
      code: 'authentication-failed',
    });
    expect(textOf(events)).toBe('One, ');
    expect(given.site.requestsTo('/auth/login')).toHaveLength(1);
    await collect(given);
    expect(given.site.requestsTo('/auth/login')).toHaveLength(2);
  });

  it('fails with any other refusal of its continue', async () => {
    const given = await create({
      [conversation]: (index) => (index === 0 ? cut('One', 'm-1') : json({ detail: 'x' }, 503)),
    });
    await expect(collect(given)).rejects.toMatchObject({ code: 'server-error' });
  });
});

describe('leaving', () => {
  it('closes the request, and gives the session to the next', async () => {
    const given = await create({ [conversation]: teal }, 1);
    for await (const batch of given.provider.chat(request, given.site.createContext())) {
      if ('length' in batch && batch.length > 0) break;
    }
    expect(given.site.requestsTo(conversation)[0]?.signal.aborted).toBe(true);
    expect(textOf(await collect(given))).toBe('Teal.');
    expect(given.site.requestsTo('/auth/login')).toHaveLength(1);
  });

  it('leaves the connection of a finished answer alone', async () => {
    const given = await create({ [conversation]: teal });
    await collect(given);
    expect(given.site.requestsTo(conversation)[0]?.signal.aborted).toBe(false);
  });

  it("passes the signal's reason through", async () => {
    const leaver = new AbortController();
    const given = await create({
      [conversation]: () => {
        leaver.abort(new Error('left'));
        return teal;
      },
    });
    await expect(collect(given, { signal: leaver.signal })).rejects.toThrow('left');
  });

  it('waits for no session that is aborted, and says whose fault a full pool is', async () => {
    const given = await create({ [conversation]: teal }, 1);
    const first = given.provider.chat(request, given.site.createContext())[Symbol.asyncIterator]();
    await first.next();
    const limit = new AbortController();
    const waiting = collect(given, { signal: limit.signal });
    limit.abort(new ProviderError({ code: 'timeout', message: 'late', phase: 'first-content' }));
    await expect(waiting).rejects.toMatchObject({ code: 'concurrency-limited' });
    await first.return?.();
  });

  it('is closed with a clear error for who waits', async () => {
    const given = await create({ [conversation]: teal }, 1);
    const first = given.provider.chat(request, given.site.createContext())[Symbol.asyncIterator]();
    await first.next();
    const waiting = collect(given);
    await given.provider.close?.();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await expect(collect(given)).rejects.toMatchObject({ code: 'closed' });
    await first.return?.();
  });
});
