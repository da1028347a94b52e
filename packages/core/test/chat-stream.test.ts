import { getEventListeners } from 'node:events';

import type { ChatEvent } from '@understudy/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { failureOf, finish, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

const unhandled: unknown[] = [];
const keep = (error: unknown): void => void unhandled.push(error);
beforeAll(() => void process.on('unhandledRejection', keep));
afterAll(() => {
  process.off('unhandledRejection', keep);
  expect(unhandled).toEqual([]);
});

it('a ChatStream has the documented members only', async () => {
  await using fixture = scriptedUnderstudy(hello);
  const chat = fixture.ask();
  expect(Reflect.ownKeys(chat)).toEqual([]);
  expect(new Set(Reflect.ownKeys(Reflect.getPrototypeOf(chat) ?? {}))).toEqual(
    new Set([
      'constructor',
      'id',
      'attempts',
      'textStream',
      'batches',
      'text',
      'response',
      'cancel',
      Symbol.asyncIterator,
      Symbol.asyncDispose,
    ]),
  );
});

describe('an iteration', () => {
  it('returns every event once, in order, between the events of the attempt', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const events: ChatEvent[] = [];
    for await (const event of fixture.ask()) events.push(event);
    expect(events).toEqual([
      { type: 'attempt-start', attemptNumber: 1, provider: 'scripted', model: 'model' },
      { type: 'response-start', provider: 'scripted', model: 'model', requestId: 'request-1' },
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'usage', inputTokens: 3, outputTokens: undefined },
      { type: 'finish', reason: 'stop' },
      { type: 'attempt-end', attemptNumber: 1, outcome: 'succeeded' },
    ]);
  });

  it('returns only the text as textStream', async () => {
    await using fixture = scriptedUnderstudy([text(''), ...hello]);
    expect(await Array.fromAsync(fixture.ask().textStream)).toEqual(['Hel', 'lo']);
  });

  it('adds a response-start if the provider yields none', async () => {
    await using fixture = scriptedUnderstudy([text('Hi'), finish]);
    const events = await Array.fromAsync(fixture.ask());
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
  });

  it('sends nothing before the first pull', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    chat[Symbol.asyncIterator]();
    await fixture.clock.advance(1000);
    expect(fixture.provider.requests).toEqual([]);
    expect(chat.attempts).toEqual([]);
  });

  it('is fixed by the first pull, not by the creation of an iterator', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    const [first, second] = [chat[Symbol.asyncIterator](), chat.textStream[Symbol.asyncIterator]()];
    expect(await second.next()).toEqual({ done: false, value: 'Hel' });
    expect(await failureOf(first.next())).toMatchObject({ code: 'invalid-request' });
    const other = fixture.ask();
    const unused = other[Symbol.asyncIterator]();
    expect(await other.text()).toBe('Hello');
    expect(await failureOf(unused.next())).toMatchObject({ code: 'invalid-request' });
  });

  it('can be done once', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    await Array.fromAsync(chat);
    expect(() => chat[Symbol.asyncIterator]()).toThrow(/read once/);
    expect(() => chat.textStream[Symbol.asyncIterator]()).toThrow(/read once/);
  });

  it('answers overlapping calls of next() in order and loses nothing', async () => {
    await using fixture = scriptedUnderstudy([
      text('a'),
      { type: 'wait', ms: 5 },
      text('b'),
      { type: 'wait', ms: 5 },
      text('c'),
      finish,
    ]);
    const iterator = fixture.ask().textStream[Symbol.asyncIterator]();
    const pulls = [1, 2, 3, 4].map(() => iterator.next());
    await fixture.clock.advance(20);
    expect((await Promise.all(pulls)).map(({ value }) => value)).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ]);
  });

  it('after break starts no other request and closes the open one', async () => {
    await using fixture = scriptedUnderstudy([text('a'), text('b'), { type: 'hang' }]);
    const chat = fixture.ask();
    for await (const piece of chat.textStream) if (piece === 'b') break;
    expect(fixture.provider.open).toBe(0);
    expect(fixture.provider.requests).toHaveLength(1);
    expect(fixture.provider.contexts[0]?.signal.aborted).toBe(true);
    expect(fixture.clock.timerCount).toBe(0);
    expect(chat.attempts[0]).toMatchObject({ outcome: 'aborted', error: undefined });
  });

  it('does not change the arrays that a provider yielded', async () => {
    const batch: ChatEvent[] = [
      { type: 'text-delta', text: 'a' },
      { type: 'finish', reason: 'stop' },
    ];
    await using fixture = scriptedUnderstudy([Object.freeze(batch) as never]);
    expect(await fixture.ask().text()).toBe('a');
    expect(batch).toHaveLength(2);
  });

  it('reads nothing after the finish', async () => {
    await using fixture = scriptedUnderstudy([
      [
        { type: 'text-delta', text: 'a' },
        { type: 'finish', reason: 'stop' },
        { type: 'text-delta', text: 'b' },
      ],
      text('c'),
    ]);
    expect(await fixture.ask().text()).toBe('a');
    expect(fixture.provider.open).toBe(0);
  });
});

describe('response()', () => {
  it('reads the stream if nobody iterates', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    const response = await chat.response();
    expect(response).toMatchObject({
      text: 'Hello',
      reasoning: '',
      toolCalls: [],
      usage: { inputTokens: 3, outputTokens: undefined },
      finishReason: 'stop',
      provider: 'scripted',
      model: 'model',
      requestId: 'request-1',
      rateLimitHeaders: {},
    });
    expect(response.attempts).toEqual(chat.attempts);
    expect(() => chat[Symbol.asyncIterator]()).toThrow(/read once/);
    expect(await chat.response()).toBe(response);
  });

  it('settles inside an iteration, which then continues with the same events', async () => {
    await using fixture = scriptedUnderstudy([
      ...hello.slice(0, -1),
      { type: 'wait', ms: 5 },
      finish,
    ]);
    for (const awaitedAt of ['attempt-start', 'text-delta', 'finish', 'attempt-end'] as const) {
      const chat = fixture.ask();
      const types: string[] = [];
      const texts: string[] = [];
      const reading = (async () => {
        for await (const event of chat) {
          types.push(event.type);
          if (event.type === awaitedAt) texts.push(await chat.text());
        }
      })();
      await fixture.clock.advance(10);
      await reading;
      expect(texts[0]).toBe('Hello');
      expect(types).toEqual([
        'attempt-start',
        'response-start',
        'text-delta',
        'text-delta',
        'usage',
        'finish',
        'attempt-end',
      ]);
    }
  });

  it('rejects inside an iteration with the error that the iteration then throws', async () => {
    await using fixture = scriptedUnderstudy([
      text('a'),
      { type: 'fail', error: new Error('broken') },
    ]);
    const chat = fixture.ask();
    let rejected: unknown;
    const thrown = await failureOf(
      (async () => {
        for await (const event of chat) {
          if (event.type === 'text-delta') rejected = await failureOf(chat.response());
        }
      })(),
    );
    expect(thrown).toMatchObject({ code: 'internal' });
    expect(rejected).toBe(thrown);
  });

  it('is fulfilled when the finish was received, before the next pull', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    const iterator = chat[Symbol.asyncIterator]();
    let event = await iterator.next();
    while (event.value?.type !== 'finish') event = await iterator.next();
    expect(await chat.text()).toBe('Hello');
  });

  it.each(['break', 'cancel()', 'an abort', 'await using', 'close()'])(
    'stays fulfilled after %s at the finish',
    async (ending) => {
      const fixture = scriptedUnderstudy(hello);
      const controller = new AbortController();
      const chat = fixture.ask({ signal: controller.signal });
      for await (const event of chat) {
        if (event.type !== 'finish') continue;
        if (ending === 'cancel()') await chat.cancel();
        if (ending === 'an abort') controller.abort();
        if (ending === 'await using') await chat[Symbol.asyncDispose]();
        if (ending === 'close()') await fixture.understudy.close();
        break;
      }
      expect(await chat.text()).toBe('Hello');
      expect(chat.attempts).toMatchObject([{ outcome: 'succeeded' }]);
      await fixture.understudy.close();
    },
  );

  it('agrees with the attempt log, also if the finish arrived before the caller read it', async () => {
    await using fixture = scriptedUnderstudy([
      [
        { type: 'text-delta', text: 'a' },
        { type: 'finish', reason: 'stop' },
      ],
    ]);
    const chat = fixture.ask();
    for await (const event of chat) {
      await fixture.clock.advance(1);
      if (event.type === 'attempt-start') break;
    }
    expect(chat.attempts).toMatchObject([{ outcome: 'succeeded' }]);
    expect(await chat.text()).toBe('a');
    expect(fixture.understudy.health()).toMatchObject([{ inFlight: 0 }]);
  });

  it('rejects with the abort after break, without an unhandled rejection', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = fixture.ask();
    for await (const piece of chat.textStream) if (piece === 'a') break;
    expect(await failureOf(chat.response())).toMatchObject({ name: 'AbortError' });
    expect(await failureOf(chat.text())).toMatchObject({ name: 'AbortError' });
  });

  it('leaves no unhandled rejection if nobody awaits it', async () => {
    await using fixture = scriptedUnderstudy([{ type: 'fail', error: new Error('broken') }]);
    const chat = fixture.ask();
    void chat.response();
    void chat.text();
    await fixture.clock.advance(10);
    expect(chat.attempts[0]?.outcome).toBe('failed');
  });

  it('rejects with the same error that the iteration throws', async () => {
    await using fixture = scriptedUnderstudy([
      text('a'),
      { type: 'fail', error: new Error('broken') },
    ]);
    const chat = fixture.ask();
    const thrown = await failureOf(Array.fromAsync(chat));
    expect(await failureOf(chat.response())).toBe(thrown);
  });
});

describe('an abort', () => {
  it('rejects with the reason of the signal, unchanged, and leaves no listener', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const controller = new AbortController();
    const chat = fixture.ask({ signal: controller.signal });
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    const pending = failureOf(iterator.next());
    const reason = { my: 'reason' };
    controller.abort(reason);
    expect(await pending).toBe(reason);
    expect(await failureOf(chat.response())).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(fixture.clock.timerCount).toBe(0);
    expect(chat.attempts[0]?.outcome).toBe('aborted');
    expect(fixture.logger.errors).toEqual([]);
  });

  it('sends nothing if the signal aborted before the first pull', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const reason = new Error('too late');
    const chat = fixture.ask({ signal: AbortSignal.abort(reason) });
    expect(await failureOf(chat.text())).toBe(reason);
    expect(fixture.provider.requests).toEqual([]);
    expect(chat.attempts).toEqual([]);
  });

  it('ends an iteration between two events of one batch', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const controller = new AbortController();
    const iterator = fixture.ask({ signal: controller.signal }).textStream[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 'Hel' });
    controller.abort();
    expect(await failureOf(iterator.next())).toBe(controller.signal.reason);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('rejects the iteration also if only its end was left', async () => {
    await using fixture = scriptedUnderstudy([
      [
        { type: 'text-delta', text: 'a' },
        { type: 'finish', reason: 'stop' },
      ],
    ]);
    const controller = new AbortController();
    const chat = fixture.ask({ signal: controller.signal });
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    expect(await failureOf(iterator.next())).toBe(controller.signal.reason);
    expect((await chat.response()).text).toBe('a');
  });

  it('also ends a pull whose provider ignores the signal', async () => {
    const fixture = scriptedUnderstudy([text('a'), { type: 'ignore-signal' }]);
    const controller = new AbortController();
    const iterator = fixture.ask({ signal: controller.signal }).textStream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = failureOf(iterator.next());
    controller.abort();
    expect(await pending).toBe(controller.signal.reason);
  });
});

describe('cancel()', () => {
  it('ends a pending pull with an AbortError', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = fixture.ask();
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = failureOf(iterator.next());
    await chat.cancel();
    expect(await pending).toMatchObject({ name: 'AbortError' });
    expect(fixture.provider.open).toBe(0);
  });

  it('sends nothing and ends a stream that was never pulled', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    await chat.cancel();
    expect(await failureOf(chat.response())).toMatchObject({ name: 'AbortError' });
    expect(() => chat[Symbol.asyncIterator]()).toThrow(/canceled/);
    expect(fixture.provider.requests).toEqual([]);
  });

  it('has no effect after the end', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const chat = fixture.ask();
    const response = await chat.response();
    await chat.cancel();
    expect(await chat.response()).toBe(response);
  });

  it('is called by await using', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    {
      await using chat = fixture.ask();
      await chat.textStream[Symbol.asyncIterator]().next();
      expect(fixture.provider.open).toBe(1);
    }
    expect(fixture.provider.open).toBe(0);
  });
});
