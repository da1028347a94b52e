import type { Provider } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ManualClock, ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, logOf, settle, times } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, hello, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const timeouts = { firstContentMs: 100, idleMs: 50, totalMs: 300 };

describe('a provider in a chain that', () => {
  it('never yields is ended by the first-content timeout', async () => {
    await using fixture = chainFixture({ a: [{ type: 'hang' }], b: answer }, { timeouts });
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(fixture.clock.now()).toBe(100);
    expect(logOf(chat)).toEqual(['a failed timeout', 'b succeeded']);
    expect(fixture.provider('a').open).toBe(0);
  });

  it('yields only empty batches is ended by the first-content timeout', async () => {
    const alive = Array.from({ length: 1000 }, () => [{ type: 'wait', ms: 10 }, []] as const);
    await using fixture = chainFixture({ a: alive.flat(), b: answer }, { timeouts });
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('yes');
    expect(fixture.clock.now()).toBe(100);
  });

  it.each(['a string', undefined, null, 42, new TypeError('x is not a function')])(
    'throws %s fails with internal, and the chain falls back',
    async (error) => {
      await using fixture = chainFixture({ a: [{ type: 'fail', error }], b: answer });
      const chat = fixture.ask();
      expect(await chat.text()).toBe('yes');
      expect(logOf(chat)).toEqual(['a failed internal', 'b succeeded']);
    },
  );

  it('ignores its signal is ended by the timeout and not called again', async () => {
    const fixture = chainFixture(
      { a: [text(''), { type: 'ignore-signal' }, text('late'), finish], b: answer },
      { timeouts },
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', totalMs: 50 }, {}]);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('ignores its signal does not delay cancel()', async () => {
    const fixture = chainFixture({ a: [{ type: 'ignore-signal' }], b: answer });
    const chat = fixture.ask();
    const failed = failureOf(chat.text());
    await fixture.clock.advance(1);
    await chat.cancel();
    expect(await failed).toMatchObject({ name: 'AbortError' });
    expect(fixture.called).toEqual(['a']);
    expect(fixture.understudy.health()).toMatchObject([{ provider: 'a', inFlight: 0 }]);
  });

  it('yields after its finish is not read further', async () => {
    await using fixture = chainFixture({
      a: [text('yes'), finish, text('more'), fails('server-error')],
      b: answer,
    });
    const chat = fixture.ask();
    expect(await Array.fromAsync(chat.textStream)).toEqual(['yes']);
    expect(logOf(chat)).toEqual(['a succeeded']);
    expect(fixture.provider('a').open).toBe(0);
    await using batch = chainFixture({
      a: [
        [
          { type: 'text-delta', text: 'yes' },
          { type: 'finish', reason: 'stop' },
          { type: 'text-delta', text: 'more' },
        ],
      ],
    });
    expect(await batch.ask().text()).toBe('yes');
  });

  it('reserves requests without end is limited by maxAttempts', async () => {
    const spend = {
      type: 'reserve-request',
      error: (fails('authentication-failed') as { readonly error: unknown }).error,
    } as const;
    await using fixture = chainFixture({ a: times(9, spend), b: answer });
    const chat = fixture.ask();
    expect(await failureOf(chat.text())).toMatchObject({ code: 'authentication-failed' });
    expect(chat.attempts).toMatchObject([{ requests: 3 }]);
    expect(fixture.called).toEqual(['a']);
  });
});

/** A runtime with a chain of a provider that is created this way, and of one that works. */
function beside(create: () => Provider | Promise<Provider>) {
  const bad = defineTestProvider('bad', create);
  const good = new ScriptedProvider({
    id: 'good',
    models: ['model'],
    lifecycle: { state: 'active' },
    script: hello,
  });
  return createUnderstudy({
    providers: [bad, good.definition],
    chains: { main: ['bad/model', 'good/model'] },
    timeouts,
    ports: { clock: new ManualClock() },
  });
}

describe('a provider in a chain whose', () => {
  const broken = new Error('broken');
  const cases: readonly (readonly [string, () => Provider | Promise<Provider>])[] = [
    [
      'factory throws',
      () => {
        throw broken;
      },
    ],
    ['factory rejects', () => Promise.reject(broken)],
    [
      'chat() throws',
      () => ({
        chat: () => {
          throw broken;
        },
      }),
    ],
    ['chat() returns nothing', () => ({ chat: () => undefined as never })],
    [
      'answer is undefined',
      () => ({
        async *chat() {
          yield undefined as never;
        },
      }),
    ],
    [
      'answer is a number',
      () => ({
        async *chat() {
          yield 7 as never;
        },
      }),
    ],
    [
      'iterator throws instead of rejecting',
      () => ({
        chat: () => ({
          [Symbol.asyncIterator]: () => ({
            next: () => {
              throw broken;
            },
          }),
        }),
      }),
    ],
  ];

  it.each(cases)('%s fails with internal, and the chain falls back', async (_name, create) => {
    await using understudy = beside(create);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const chat = understudy.chat({ model: 'main', messages });
    expect(await chat.text()).toBe('Hello');
    expect(logOf(chat)).toEqual(['bad failed internal', 'good succeeded']);
    expect(understudy.health()).toMatchObject([{ inFlight: 0 }, { inFlight: 0 }]);
  });

  it('return() throws does not affect its response', async () => {
    const events = [
      { type: 'text-delta', text: 'yes' },
      { type: 'finish', reason: 'stop' },
    ] as const;
    await using understudy = beside(() => ({
      chat: () => {
        const rest = [...events];
        return {
          [Symbol.asyncIterator]: () => ({
            next: async () => {
              const value = rest.shift();
              return value ? { done: false, value } : { done: true, value: undefined };
            },
            return: () => Promise.reject(broken),
          }),
        };
      },
    }));
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(await understudy.chat({ model: 'main', messages }).text()).toBe('yes');
  });
});
