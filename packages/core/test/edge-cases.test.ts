import type { Http } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import { ManualClock, ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { chainHouse } from './chain-fixture.ts';
import { failureOf, finish, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

describe('what harms no chat', () => {
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

  it('an error whose code nobody knows', async () => {
    const error = new ProviderError({ code: 'made-up' as never, message: 'from a newer copy' });
    await using house = scriptedUnderstudy([{ type: 'fail', error }]);
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'made-up' });
  });

  it('a part that is none', async () => {
    await using house = scriptedUnderstudy(hello);
    const messages = [{ role: 'assistant', content: ['hello'] }] as never;
    const chat = house.understudy.chat({ model: 'scripted/model', messages });
    expect(await failureOf(chat.text())).toMatchObject({ path: 'messages[0].content[0]' });
    expect(house.understudy.health().every(({ inFlight }) => inFlight === 0)).toBe(true);
  });

  it('a provider of endless empty batches', async () => {
    const definition = defineProvider({
      id: 'empty',
      label: 'Empty',
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      models: [{ id: 'model' }],
      credentialEnvVars: [],
      create: () => ({
        async *chat() {
          for (;;) yield [];
        },
      }),
    });
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

it('overlapping calls of next() are answered in order, however many batches come', async () => {
  await using house = scriptedUnderstudy([
    [text('1') as never, text('2') as never],
    text('3'),
    finish,
  ]);
  const iterator = house.ask().textStream[Symbol.asyncIterator]();
  const answered: string[] = [];
  const ask = async (name: string): Promise<void> => {
    const { value } = await iterator.next();
    answered.push(`${name}=${value ?? ''}`);
  };
  await Promise.all(['a', 'b', 'c'].map(ask));
  expect(answered).toEqual(['a=1', 'b=2', 'c=3']);
});

it('a stream that was let go can ask nobody after close()', async () => {
  const house = scriptedUnderstudy([text('a'), text('b'), { type: 'hang' }], {
    timeouts: { totalMs: 50 },
    chains: {},
  });
  const iterator = house.ask()[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  await house.clock.advance(60);
  await house.understudy.close();
  const readOn = async (): Promise<void> => {
    while ((await iterator.next()).done !== true);
  };
  expect(await failureOf(readOn())).toMatchObject({ code: 'closed' });
  expect(house.provider.requests).toHaveLength(1);
});

it('a provider that fails to close keeps no other from it, nor the sockets', async () => {
  const closed: string[] = [];
  const make = (id: string, fails: boolean): ReturnType<typeof defineProvider> =>
    defineProvider({
      id,
      label: id,
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      models: [{ id: 'model' }],
      credentialEnvVars: [],
      create: () => ({
        async *chat() {
          yield { type: 'text-delta', text: id };
          yield { type: 'finish', reason: 'stop' };
        },
        async close() {
          if (fails) throw new Error('it would not close');
          closed.push(id);
        },
      }),
    });
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
    provider: 'b',
    cause: new Error('it would not close'),
  });
  expect(closed).toEqual(['a']);
});

it('chats that leave in their backoff give the retry back', async () => {
  await using house = scriptedUnderstudy(
    [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'x' }) }],
    { retry: { maxRetries: 1, initialDelayMs: 1000 } },
  );
  for (let round = 0; round < 15; round += 1) {
    const controller = new AbortController();
    const failing = failureOf(house.ask({ signal: controller.signal }).text());
    await house.clock.advance(0);
    controller.abort();
    await failing;
    house.understudy.resetHealth();
  }
  const asked = house.provider.requests.length;
  const failing = failureOf(house.ask().text());
  await house.clock.advance(2000);
  await failing;
  expect(house.provider.requests.length - asked).toBe(2);
});

describe('a chat at its second target', () => {
  const refused = new ProviderError({ code: 'server-error', message: 'x' });

  it('hears its caller', async () => {
    await using house = chainHouse({
      lead: [{ type: 'fail', error: refused }],
      understudy: [{ type: 'hang' }],
    });
    const controller = new AbortController();
    const failing = failureOf(house.ask({ signal: controller.signal }).text());
    await house.clock.advance(0);
    expect(house.asked).toEqual(['lead', 'understudy']);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failing).toBe(reason);
    expect(house.provider('understudy').open).toBe(0);
  });

  it('hears the close of its runtime', async () => {
    await using house = chainHouse({
      lead: [{ type: 'fail', error: refused }],
      understudy: [{ type: 'hang' }],
    });
    const failing = failureOf(house.ask().text());
    await house.clock.advance(0);
    await house.understudy.close();
    expect(await failing).toMatchObject({ code: 'closed' });
  });
});
