import { createUnderstudy } from '@understudy/core';
import type { Provider } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { failureOf, hello, scriptedUnderstudy, text } from './scripted-understudy.ts';

describe('close()', () => {
  it('ends what is under way with closed, and closes the providers it made', async () => {
    const house = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const chat = house.ask();
    const iterator = chat.textStream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = failureOf(iterator.next());
    await house.understudy.close();
    expect(await pending).toMatchObject({ code: 'closed' });
    expect(await failureOf(chat.response())).toMatchObject({ code: 'closed' });
    expect(house.provider.open).toBe(0);
    expect(house.provider.closed).toBe(true);
    expect(house.clock.timerCount).toBe(0);
  });

  it('ends an answer that its caller has stopped pulling', async () => {
    const house = scriptedUnderstudy([text('a'), { type: 'hang' }]);
    const iterator = house.ask().textStream[Symbol.asyncIterator]();
    await iterator.next();
    await house.understudy.close();
    expect(house.provider.contexts[0]?.signal.aborted).toBe(true);
    expect(await failureOf(iterator.next())).toMatchObject({ code: 'closed' });
  });

  it('refuses every later chat, and may be called twice', async () => {
    const house = scriptedUnderstudy(hello);
    await Promise.all([house.understudy.close(), house.understudy.close()]);
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'closed' });
    expect(house.provider.requests).toEqual([]);
  });

  it('leaves a provider alone that was never made', async () => {
    const house = scriptedUnderstudy(hello);
    await house.understudy.close();
    expect(house.provider.closed).toBe(false);
  });
});

describe('create()', () => {
  function lazily(
    create: () => Provider | Promise<Provider>,
  ): Parameters<typeof defineProvider>[0] {
    return {
      id: 'lazy',
      label: 'Lazy',
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      models: [{ id: 'model' }],
      credentialEnvVars: [],
      create,
    };
  }
  const answering: Provider = {
    async *chat() {
      yield { type: 'text-delta', text: 'a' };
      yield { type: 'finish', reason: 'stop' };
    },
  };
  const ask = { model: 'lazy/model', messages: [{ role: 'user', content: 'x' }] } as const;

  it('runs at the first use, once for all who come at once', async () => {
    const create = vi.fn(() => Promise.resolve(answering));
    await using understudy = createUnderstudy({ providers: [defineProvider(lazily(create))] });
    expect(create).not.toHaveBeenCalled();
    await Promise.all([understudy.chat(ask).text(), understudy.chat(ask).text()]);
    await understudy.chat(ask).text();
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is tried again after a failure, which names the provider', async () => {
    const create = vi.fn<() => Promise<Provider>>();
    create.mockRejectedValueOnce(new Error('no module'));
    create.mockResolvedValue(answering);
    await using understudy = createUnderstudy({ providers: [defineProvider(lazily(create))] });
    expect(await failureOf(understudy.chat(ask).text())).toMatchObject({
      code: 'internal',
      provider: 'lazy',
      message: expect.stringContaining('could not be made'),
    });
    expect(await understudy.chat(ask).text()).toBe('a');
  });

  it('that never ends is ended by the first-content limit', async () => {
    const clock = new ManualClock();
    await using understudy = createUnderstudy({
      providers: [defineProvider(lazily(() => Promise.withResolvers<Provider>().promise))],
      retry: { maxRetries: 0 },
      ports: { clock },
    });
    const controller = new AbortController();
    const failing = failureOf(understudy.chat(ask, { signal: controller.signal }).text());
    await clock.advance(120_000);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'first-content' });
  });
});
