import type { Provider, ProviderDefinition } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { failureOf } from './scripted-understudy.ts';

const request = { model: 'lazy/model', messages: [{ role: 'user', content: 'x' }] } as const;

function define(create: () => Provider | Promise<Provider>): ProviderDefinition<'lazy', 'model'> {
  return defineProvider({
    id: 'lazy',
    label: 'Lazy',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'model' }],
    credentialEnvVars: [],
    create,
  });
}

const working: Provider = {
  async *chat() {
    yield { type: 'text-delta', text: 'a' };
    yield { type: 'finish', reason: 'stop' };
  },
};

describe('the creation of a provider', () => {
  it('happens at the first use, once for all concurrent chats', async () => {
    const create = vi.fn(() => Promise.resolve(working));
    await using understudy = createUnderstudy({ providers: [define(create)] });
    expect(create).not.toHaveBeenCalled();
    await Promise.all([understudy.chat(request).text(), understudy.chat(request).text()]);
    await understudy.chat(request).text();
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is repeated after a failure, whose error names the provider', async () => {
    const create = vi.fn<() => Promise<Provider>>();
    create.mockRejectedValueOnce(new Error('no module'));
    create.mockResolvedValue(working);
    await using understudy = createUnderstudy({ providers: [define(create)] });
    expect(await failureOf(understudy.chat(request).text())).toMatchObject({
      code: 'internal',
      provider: 'lazy',
      message: expect.stringContaining('could not be created'),
    });
    expect(await understudy.chat(request).text()).toBe('a');
  });

  it('is limited by createMs; the next chat creates the provider again', async () => {
    const clock = new ManualClock();
    const late = Promise.withResolvers<Provider>();
    const create = vi.fn<() => Provider | Promise<Provider>>();
    create.mockReturnValueOnce(late.promise);
    create.mockReturnValue(working);
    await using understudy = createUnderstudy({
      providers: [define(create)],
      retry: { maxRetries: 0 },
      ports: { clock },
    });
    const failing = failureOf(understudy.chat(request).text());
    await clock.advance(30_000);
    expect(await failing).toMatchObject({
      code: 'timeout',
      phase: 'create',
      message: 'lazy: provider was not created within 30 s (timeouts.createMs)',
    });
    expect(await understudy.chat(request).text()).toBe('a');
    expect(create).toHaveBeenCalledTimes(2);
    const close = vi.fn(() => Promise.resolve());
    late.resolve({ ...working, close });
    await clock.advance(0);
    expect(close).toHaveBeenCalledOnce();
    expect(await understudy.chat(request).text()).toBe('a');
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('is retried within a chat', async () => {
    const clock = new ManualClock();
    const create = vi.fn<() => Provider | Promise<Provider>>();
    create.mockReturnValueOnce(new Promise(() => {}));
    create.mockReturnValue(working);
    const understudy = createUnderstudy({
      providers: [define(create)],
      timeouts: { createMs: 100 },
      ports: { clock },
    });
    const chat = understudy.chat(request);
    const text = chat.text();
    await clock.advance(1000);
    expect(await text).toBe('a');
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', totalMs: 100 }, {}]);
  });

  it('does not keep a chat whose caller aborts', async () => {
    const understudy = createUnderstudy({
      providers: [define(() => new Promise(() => {}))],
      ports: { clock: new ManualClock() },
    });
    const controller = new AbortController();
    const failing = failureOf(understudy.chat(request, { signal: controller.signal }).text());
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failing).toBe(reason);
  });

  it('continues for others if a chat waits less long for it', async () => {
    const clock = new ManualClock();
    const create = vi.fn(
      () => new Promise<Provider>((resolve) => void clock.setTimer(() => resolve(working), 200)),
    );
    await using understudy = createUnderstudy({
      providers: [define(create)],
      retry: { maxRetries: 0 },
      ports: { clock },
    });
    const patient = understudy.chat(request).text();
    const hasty = failureOf(understudy.chat(request, { timeouts: { createMs: 50 } }).text());
    await clock.advance(50);
    expect(await hasty).toMatchObject({ code: 'timeout', phase: 'create' });
    await clock.advance(150);
    expect(await patient).toBe('a');
    expect(create).toHaveBeenCalledOnce();
  });
});
