import type { Http, ProviderDefinition } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ProviderError } from '@understudy/core/provider';
import { ManualClock, ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { chainFixture } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

describe('a chat is not affected by', () => {
  it('a listener and a logger that throw', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const shout = (): never => {
      throw new Error('a listener');
    };
    const provider = new ScriptedProvider({
      id: 'scripted',
      models: ['model'],
      lifecycle: { state: 'active' },
      script: hello,
    });
    await using understudy = createUnderstudy({
      providers: [provider.definition],
      onEvent: shout,
      ports: { logger: { warn: shout, error: shout } },
    });
    const messages = [{ role: 'user', content: 'x' }] as const;
    expect(await understudy.chat({ model: 'model', messages }).text()).toBe('Hello');
    expect(understudy.health()).toMatchObject([{ inFlight: 0 }]);
    expect(warned).toHaveBeenCalled();
    warned.mockRestore();
  });

  it('an error with an unknown code', async () => {
    const error = new ProviderError({ code: 'made-up' as never, message: 'from a newer copy' });
    await using fixture = scriptedUnderstudy([{ type: 'fail', error }]);
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'made-up' });
  });

  it('a part that is not an object', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const messages = [{ role: 'assistant', content: ['hello'] }] as never;
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages });
    expect(await failureOf(chat.text())).toMatchObject({ path: 'messages[0].content[0]' });
    expect(fixture.understudy.health().every(({ inFlight }) => inFlight === 0)).toBe(true);
  });

  it('a provider of endless empty batches', async () => {
    const definition = defineTestProvider('empty', () => ({
      async *chat() {
        for (;;) yield [];
      },
    }));
    await using understudy = createUnderstudy({
      providers: [definition],
      retry: { maxRetries: 0 },
      timeouts: { firstContentMs: 20 },
    });
    const messages = [{ role: 'user', content: 'x' }] as const;
    expect(await failureOf(understudy.chat({ model: 'model', messages }).text())).toMatchObject({
      code: 'timeout',
      phase: 'first-content',
    });
  });
});

it('overlapping calls of next() are answered in order across batches', async () => {
  await using fixture = scriptedUnderstudy([
    [text('1') as never, text('2') as never],
    text('3'),
    finish,
  ]);
  const iterator = fixture.ask().textStream[Symbol.asyncIterator]();
  const answered: string[] = [];
  const ask = async (name: string): Promise<void> => {
    const { value } = await iterator.next();
    answered.push(`${name}=${value ?? ''}`);
  };
  await Promise.all(['a', 'b', 'c'].map(ask));
  expect(answered).toEqual(['a=1', 'b=2', 'c=3']);
});

it('an idle chat sends nothing after close()', async () => {
  const fixture = scriptedUnderstudy([text('a'), text('b'), { type: 'hang' }], {
    timeouts: { totalMs: 50 },
    chains: {},
  });
  const iterator = fixture.ask()[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  await fixture.clock.advance(60);
  await fixture.understudy.close();
  const readOn = async (): Promise<void> => {
    while ((await iterator.next()).done !== true);
  };
  expect(await failureOf(readOn())).toMatchObject({ code: 'closed' });
  expect(fixture.provider.requests).toHaveLength(1);
});

it('a provider that fails to close does not keep the others or the sockets open', async () => {
  const closed: string[] = [];
  const make = (id: string, fails: boolean): ProviderDefinition<string, 'model'> =>
    defineTestProvider(id, () => ({
      async *chat() {
        yield { type: 'text-delta', text: id };
        yield { type: 'finish', reason: 'stop' };
      },
      async close() {
        if (fails) throw new Error('it would not close');
        closed.push(id);
      },
    }));
  const http: Http = { request: () => Promise.reject(new Error('unused')) };
  const understudy = createUnderstudy({
    providers: [make('a', false), make('b', true)],
    ports: { http, clock: new ManualClock() },
  });
  const messages = [{ role: 'user', content: 'x' }] as const;
  await understudy.chat({ model: 'a/model', messages }).text();
  await understudy.chat({ model: 'b/model', messages }).text();
  expect(await failureOf(understudy.close())).toMatchObject({
    code: 'internal',
    message: 'close: provider "b" could not be closed (see cause)',
    cause: new Error('it would not close'),
  });
  expect(closed).toEqual(['a']);
});

it('chats canceled during their backoff return the retry to the budget', async () => {
  await using fixture = scriptedUnderstudy(
    [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'x' }) }],
    { retry: { maxRetries: 1, initialDelayMs: 1000 }, retryBudget: { reserve: 10, ratio: 0 } },
  );
  // More chats than the budget has retries.
  for (let round = 0; round < 15; round += 1) {
    const controller = new AbortController();
    const failing = failureOf(fixture.ask({ signal: controller.signal }).text());
    await fixture.clock.advance(0);
    controller.abort();
    await failing;
    fixture.understudy.resetHealth();
  }
  const called = fixture.provider.requests.length;
  const failing = failureOf(fixture.ask().text());
  await fixture.clock.advance(2000);
  await failing;
  expect(fixture.provider.requests.length - called).toBe(2);
});

describe('a chat at its second target', () => {
  const refused = new ProviderError({ code: 'server-error', message: 'x' });

  it("is ended by its caller's signal", async () => {
    await using fixture = chainFixture({
      primary: [{ type: 'fail', error: refused }],
      backup: [{ type: 'hang' }],
    });
    const controller = new AbortController();
    const failing = failureOf(fixture.ask({ signal: controller.signal }).text());
    await fixture.clock.advance(0);
    expect(fixture.called).toEqual(['primary', 'backup']);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failing).toBe(reason);
    expect(fixture.provider('backup').open).toBe(0);
  });

  it('is ended by close()', async () => {
    await using fixture = chainFixture({
      primary: [{ type: 'fail', error: refused }],
      backup: [{ type: 'hang' }],
    });
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(0);
    await fixture.understudy.close();
    expect(await failing).toMatchObject({ code: 'closed' });
  });
});

describe('a listener that aborts the chat', () => {
  it.each(['attempt-start', 'attempt-end'])(
    'at %s leaves no permit and an equal log',
    async (type) => {
      const controller = new AbortController();
      await using fixture = scriptedUnderstudy(hello, {
        onEvent: (event) => {
          if (event.type === type) controller.abort(new Error('enough'));
        },
      });
      const chat = fixture.ask({ signal: controller.signal });
      const [settled] = await Promise.allSettled([chat.text()]);
      const succeeded = type === 'attempt-end';
      expect(settled?.status).toBe(succeeded ? 'fulfilled' : 'rejected');
      expect(chat.attempts).toMatchObject([{ outcome: succeeded ? 'succeeded' : 'aborted' }]);
      expect(fixture.understudy.health()).toMatchObject([{ inFlight: 0 }]);
      expect(fixture.clock.timerCount).toBe(0);
    },
  );
});

it('a thrown value that cannot be examined fails the attempt', async () => {
  const hostile = new Proxy(new Error('hostile'), {
    get: () => {
      throw new Error('do not look');
    },
    getPrototypeOf: () => {
      throw new Error('do not look');
    },
  });
  await using fixture = scriptedUnderstudy([{ type: 'fail', error: hostile }]);
  expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'internal' });
  expect(fixture.understudy.health()).toMatchObject([{ inFlight: 0 }]);
});

it('an app cannot change the attempt log', async () => {
  await using fixture = scriptedUnderstudy(hello);
  const chat = fixture.ask();
  const iterator = chat[Symbol.asyncIterator]();
  await iterator.next();
  expect(() => Reflect.apply(Array.prototype.pop, chat.attempts, [])).toThrow(TypeError);
  expect(Object.isFrozen(chat.attempts[0])).toBe(true);
  await iterator.return?.();
});

it('an iterator that was never read does not cancel the chat of another', async () => {
  await using fixture = scriptedUnderstudy(hello);
  const chat = fixture.ask();
  const [unused, read] = [chat[Symbol.asyncIterator](), chat.textStream[Symbol.asyncIterator]()];
  await read.next();
  await unused.return?.();
  expect(await read.next()).toEqual({ done: false, value: 'lo' });
  expect(await chat.text()).toBe('Hello');
});

it('explain() returns a copy of the options', async () => {
  await using fixture = scriptedUnderstudy(hello);
  const request = { model: 'scripted/model', messages: [{ role: 'user', content: 'Hi' }] } as const;
  const before = fixture.understudy.explain(request);
  for (const { timeouts } of before.targets) Reflect.set(timeouts, 'totalMs', 1);
  Reflect.set(before.policy, 'maxAttempts', 0);
  expect(fixture.understudy.explain(request)).toMatchObject({
    targets: [{ timeouts: { totalMs: 600_000 } }],
    policy: { maxAttempts: 3 },
  });
});

it('a provider that yields without waiting does not keep timers from firing', async () => {
  const definition = defineTestProvider('flood', () => ({
    async *chat() {
      for (;;) yield { type: 'text-delta', text: 'x' };
    },
  }));
  await using understudy = createUnderstudy({
    providers: [definition],
    retry: { maxRetries: 0 },
    timeouts: { totalMs: 50 },
  });
  const messages = [{ role: 'user', content: 'x' }] as const;
  expect(await failureOf(understudy.chat({ model: 'model', messages }).text())).toMatchObject({
    code: 'timeout',
    phase: 'total',
  });
});
