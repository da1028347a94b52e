import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ChatRequest, Http, Provider, Understudy } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { settle } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

function request(provider: string): ChatRequest {
  return { model: `${provider}/model`, messages: [{ role: 'user', content: 'x' }] };
}

function start(
  clock: ManualClock,
  creators: Readonly<Record<string, () => Provider | Promise<Provider>>>,
  http?: Http,
): Understudy {
  const providers = Object.entries(creators).map(([id, create]) => defineTestProvider(id, create));
  return createUnderstudy({ providers, ports: { clock, ...(http && { http }) } });
}

/** A provider that records what happens to it. */
function recordingProvider(
  id: string,
  log: string[],
  clock: ManualClock,
  { cleanupMs = 0, closeMs = 0, endless = false } = {},
): Provider {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => void clock.setTimer(resolve, ms));
  return {
    async *chat(_request, { signal }) {
      try {
        yield { type: 'text-delta', text: id };
        if (endless) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          signal.throwIfAborted();
        }
        yield { type: 'finish', reason: 'stop' };
      } finally {
        if (cleanupMs > 0) await pause(cleanupMs);
        log.push(`${id} cleaned up`);
      }
    },
    async close() {
      log.push(`${id} closing`);
      if (closeMs > 0) await pause(closeMs);
      log.push(`${id} closed`);
    },
  };
}

describe('close()', () => {
  it('ends chats with closed and closes the created providers', async () => {
    const fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = fixture.ask();
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = failureOf(iterator.next());
    await fixture.understudy.close();
    expect(await pending).toMatchObject({ code: 'closed' });
    expect(await failureOf(chat.response())).toMatchObject({ code: 'closed' });
    expect(fixture.provider.open).toBe(0);
    expect(fixture.provider.closed).toBe(true);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('ends a chat that its caller has stopped reading', async () => {
    const fixture = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = fixture.ask();
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    await fixture.understudy.close();
    expect(fixture.provider.contexts[0]?.signal.aborted).toBe(true);
    expect(await failureOf(chat.response())).toMatchObject({ code: 'closed' });
    expect(await failureOf(iterator.next())).toMatchObject({ code: 'closed' });
  });

  it('can be called twice, also at the same time', async () => {
    const fixture = scriptedUnderstudy(hello);
    const closing = fixture.understudy.close();
    expect(fixture.understudy.close()).toBe(closing);
    await closing;
    expect(fixture.understudy.close()).toBe(closing);
    expect(fixture.provider.requests).toEqual([]);
  });

  it('does not close a provider that was never created', async () => {
    const fixture = scriptedUnderstudy(hello);
    await fixture.understudy.close();
    expect(fixture.provider.closed).toBe(false);
  });

  it('ends a chat during its first pull', async () => {
    const fixture = scriptedUnderstudy(hello);
    const failing = failureOf(fixture.ask().text());
    await fixture.understudy.close();
    expect(await failing).toMatchObject({ code: 'closed' });
    expect(fixture.provider.open).toBe(0);
  });

  it('waits for the cleanup of chats, then closes the providers in reverse order, one by one', async () => {
    const clock = new ManualClock();
    const log: string[] = [];
    const understudy = start(clock, {
      a: () => recordingProvider('a', log, clock, { closeMs: 50 }),
      b: () => recordingProvider('b', log, clock, { cleanupMs: 300, endless: true }),
      c: () => recordingProvider('c', log, clock, { closeMs: 50 }),
    });
    for (const id of ['a', 'c']) await understudy.chat(request(id)).text();
    const iterator = understudy.chat(request('b')).textStream[Symbol.asyncIterator]();
    await iterator.next();
    await nextTurn();
    log.length = 0;
    const before = clock.now();
    await settle(clock, understudy.close());
    expect(log).toEqual([
      'b cleaned up',
      'b closing',
      'b closed',
      'c closing',
      'c closed',
      'a closing',
      'a closed',
    ]);
    expect(clock.now() - before).toBe(400);
    expect(clock.timerCount).toBe(0);
  });

  it('closes a provider that is being created before it resolves', async () => {
    const clock = new ManualClock();
    const log: string[] = [];
    const creating = Promise.withResolvers<Provider>();
    const understudy = start(clock, { late: () => creating.promise });
    const failing = failureOf(understudy.chat(request('late')).text());
    await nextTurn();
    const closing = understudy.close().then(() => log.push('runtime closed'));
    expect(await failing).toMatchObject({ code: 'closed' });
    creating.resolve(recordingProvider('late', log, clock, { closeMs: 30 }));
    await settle(clock, closing);
    expect(log).toEqual(['late closing', 'late closed', 'runtime closed']);
  });

  it('ends models() that waits for its signal', async () => {
    const clock = new ManualClock();
    const understudy = start(clock, {
      vendor: () => ({
        async *chat() {},
        models: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      }),
    });
    const failing = failureOf(understudy.models('vendor'));
    await nextTurn();
    await understudy.close();
    expect(await failing).toMatchObject({ code: 'closed' });
    expect(clock.timerCount).toBe(0);
  });

  it('makes chats, models() and explain() fail with closed, whatever ports the app has', async () => {
    const http: Http = { request: () => Promise.reject(new Error('a request after close()')) };
    const clock = new ManualClock();
    const log: string[] = [];
    const understudy = start(clock, { a: () => recordingProvider('a', log, clock) }, http);
    await understudy.chat(request('a')).text();
    await understudy.close();
    log.length = 0;
    const closed = expect.objectContaining({ code: 'closed' });
    expect(await failureOf(understudy.chat(request('a')).text())).toEqual(closed);
    expect(await failureOf(Array.fromAsync(understudy.chat(request('a'))))).toEqual(closed);
    expect(await failureOf(understudy.models('a'))).toEqual(closed);
    expect(await failureOf(understudy.models('unknown'))).toEqual(closed);
    expect(() => understudy.explain(request('a'))).toThrow(closed);
    expect(log).toEqual([]);
  });

  it.each([
    ['a chat', 'chat', [['chat', true]]],
    ['a creation', 'creation of provider "bad"', [['create', true]]],
    ['models()', 'models("bad")', [['models', true]]],
    ['a provider', 'provider "bad"', [['close', true]]],
  ] as const)(
    'abandons %s that does not end within timeoutMs, names it, and closes the rest',
    async (_what, name, [[hanging]]) => {
      const clock = new ManualClock();
      const log: string[] = [];
      const forever = (): Promise<never> => new Promise(() => {});
      const bad: Provider = {
        async *chat() {
          yield { type: 'text-delta', text: 'x' };
          if (hanging === 'chat') await forever();
          yield { type: 'finish', reason: 'stop' };
        },
        models: () => (hanging === 'models' ? forever() : Promise.resolve([])),
        close: () => (hanging === 'close' ? forever() : Promise.resolve()),
      };
      const understudy = start(clock, {
        good: () => recordingProvider('good', log, clock),
        bad: () => (hanging === 'create' ? forever() : bad),
      });
      await understudy.chat(request('good')).text();
      const ended = [understudy.chat(request('bad')).text(), understudy.models('bad')];
      const settled = Promise.allSettled(ended);
      await nextTurn();
      const before = clock.now();
      const error = await failureOf(settle(clock, understudy.close({ timeoutMs: 2000 })));
      expect(error).toMatchObject({
        code: 'timeout',
        message: expect.stringContaining(`not ended within 2 s (timeoutMs) and abandoned: ${name}`),
      });
      expect(clock.now() - before).toBe(2000);
      expect(log).toEqual(['good cleaned up', 'good closing', 'good closed']);
      await settled;
    },
  );

  it.each([Number.NaN, -1, '100', null])(
    'rejects the timeoutMs %s and stays open',
    async (timeoutMs) => {
      const fixture = scriptedUnderstudy(hello);
      expect(
        await failureOf(fixture.understudy.close({ timeoutMs: timeoutMs as never })),
      ).toMatchObject({
        code: 'invalid-configuration',
        path: 'options.timeoutMs',
      });
      expect(await fixture.ask().text()).toBe('Hello');
      await fixture.understudy.close();
    },
  );

  it('can be called by a listener while it aborts the chats', async () => {
    const clock = new ManualClock();
    const log: string[] = [];
    const closings: Promise<void>[] = [];
    const understudy: Understudy = createUnderstudy({
      providers: [
        defineTestProvider('a', () => recordingProvider('a', log, clock, { endless: true })),
      ],
      ports: { clock },
      onEvent: ({ type }) => {
        if (type === 'attempt-end') closings.push(understudy.close());
      },
    });
    await understudy.chat(request('a')).textStream[Symbol.asyncIterator]().next();
    const closing = understudy.close();
    await closing;
    expect(closings).toEqual([closing]);
    expect(log).toEqual(['a cleaned up', 'a closing', 'a closed']);
  });
});
