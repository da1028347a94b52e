import type { Provider, Understudy } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ManualClock } from '@understudy/core/testing';
import type { Mock } from 'vitest';
import { describe, expect, it, vi } from 'vitest';

import { defineTestProvider } from './define-test-provider.ts';
import { failureOf } from './scripted-understudy.ts';

const request = { model: 'lazy/model', messages: [{ role: 'user', content: 'x' }] } as const;

const working: Provider = {
  async *chat() {
    yield { type: 'text-delta', text: 'a' };
    yield { type: 'finish', reason: 'stop' };
  },
};

describe('the creation of a provider', () => {
  it('happens at the first use, once for all concurrent chats', async () => {
    const create = vi.fn(() => Promise.resolve(working));
    await using understudy = createUnderstudy({ providers: [defineTestProvider('lazy', create)] });
    expect(create).not.toHaveBeenCalled();
    await Promise.all([understudy.chat(request).text(), understudy.chat(request).text()]);
    await understudy.chat(request).text();
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is repeated after a failure, whose error names the provider', async () => {
    const create = vi.fn<() => Promise<Provider>>();
    create.mockRejectedValueOnce(new Error('no module'));
    create.mockResolvedValue(working);
    await using understudy = createUnderstudy({ providers: [defineTestProvider('lazy', create)] });
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
      providers: [defineTestProvider('lazy', create)],
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
      providers: [defineTestProvider('lazy', create)],
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
      providers: [defineTestProvider('lazy', () => new Promise(() => {}))],
      ports: { clock: new ManualClock() },
    });
    const controller = new AbortController();
    const failing = failureOf(understudy.chat(request, { signal: controller.signal }).text());
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failing).toBe(reason);
  });

  describe('by chats with different limits', () => {
    function slow(delayMs: number): {
      readonly clock: ManualClock;
      readonly create: Mock<() => Promise<Provider>>;
      readonly close: Mock<() => Promise<void>>;
      readonly understudy: Understudy<'lazy/model', 'lazy'>;
    } {
      const clock = new ManualClock();
      const close = vi.fn(() => Promise.resolve());
      const created = { ...working, close };
      const create = vi.fn(
        () =>
          new Promise<Provider>((resolve) => void clock.setTimer(() => resolve(created), delayMs)),
      );
      const understudy = createUnderstudy({
        providers: [defineTestProvider('lazy', create)],
        retry: { maxRetries: 0 },
        timeouts: { createMs: 1000 },
        ports: { clock },
      });
      return { clock, create, close, understudy };
    }

    it('continues for the one that waits longer', async () => {
      const { clock, create, close, understudy } = slow(200);
      const long = understudy.chat(request).text();
      const short = failureOf(understudy.chat(request, { timeouts: { createMs: 50 } }).text());
      await clock.advance(50);
      expect(await short).toMatchObject({ code: 'timeout', phase: 'create' });
      await clock.advance(150);
      expect(await long).toBe('a');
      expect(create).toHaveBeenCalledOnce();
      expect(close).not.toHaveBeenCalled();
    });

    it('takes longer than the runtime allows if a call allows it', async () => {
      const { clock, create, understudy } = slow(4000);
      const short = failureOf(understudy.chat(request).text());
      const long = understudy.chat(request, { timeouts: { createMs: 5000 } }).text();
      await clock.advance(1000);
      expect(await short).toMatchObject({ code: 'timeout', phase: 'create' });
      await clock.advance(3000);
      expect(await long).toBe('a');
      expect(create).toHaveBeenCalledOnce();
    });

    it('is abandoned when the last one stops waiting', async () => {
      const { clock, create, close, understudy } = slow(1500);
      const first = failureOf(understudy.chat(request).text());
      await clock.advance(400);
      const second = failureOf(understudy.chat(request).text());
      await clock.advance(1000);
      await Promise.all([first, second]);
      expect(close).not.toHaveBeenCalled();
      await clock.advance(100);
      expect(close).toHaveBeenCalledOnce();
      const third = failureOf(understudy.chat(request).text());
      await clock.advance(1000);
      expect(await third).toMatchObject({ code: 'timeout', phase: 'create' });
      expect(create).toHaveBeenCalledTimes(2);
    });
  });
});
