import { createUnderstudy } from '@understudy/core';
import type { ChatRequest } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { defineTestProvider } from './define-test-provider.ts';
import { failureOf } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** A provider that counts one token per message. */
function countingProvider(received: ChatRequest[] = []) {
  return defineProvider({
    id: 'counting',
    models: [{ id: 'model' }],
    create: () => ({
      async *chat() {},
      countTokens: async (request, { signal }) => {
        received.push(request);
        if (request.user === 'slow') await new Promise(() => {});
        signal.throwIfAborted();
        return { inputTokens: request.messages.length };
      },
    }),
  });
}

describe('understudy.countTokens()', () => {
  it('returns the count of the first target, which receives its own request', async () => {
    const received: ChatRequest[] = [];
    await using understudy = createUnderstudy({
      providers: [countingProvider(received)],
      chains: { main: ['counting/model'] },
    });
    expect(await understudy.countTokens({ model: 'main', messages, topK: 3 })).toEqual({
      inputTokens: 1,
      provider: 'counting',
      model: 'model',
    });
    expect(received).toEqual([{ model: 'model', messages, topK: 3 }]);
  });

  it('rejects if the provider cannot count, or the request is not valid', async () => {
    const plain = defineTestProvider('plain', () => ({ async *chat() {} }));
    await using understudy = createUnderstudy({ providers: [plain] });
    const model = 'plain/model';
    expect(await failureOf(understudy.countTokens({ model, messages }))).toMatchObject({
      code: 'unsupported-feature',
      provider: 'plain',
    });
    const invalid = { model, messages, maxTokens: 3 } as never;
    expect(await failureOf(understudy.countTokens(invalid))).toMatchObject({ path: 'maxTokens' });
  });

  it.each<readonly [unknown, string]>([
    [[], 'countTokens()'],
    ['x', 'countTokens()'],
    [undefined, 'countTokens()'],
    [{}, 'countTokens().inputTokens'],
    [{ inputTokens: Number.NaN }, 'countTokens().inputTokens'],
    [{ inputTokens: -1 }, 'countTokens().inputTokens'],
    [{ inputTokens: '7' }, 'countTokens().inputTokens'],
  ])('rejects if the provider returns %j', async (result, path) => {
    const countTokens = async () => result as never;
    const bad = defineTestProvider('bad', () => ({ async *chat() {}, countTokens }));
    await using understudy = createUnderstudy({ providers: [bad] });
    const counted = understudy.countTokens({ model: 'bad/model', messages });
    expect(await failureOf(counted)).toMatchObject({
      code: 'malformed-response',
      provider: 'bad',
      model: 'model',
      message: expect.stringContaining(`bad: ${path} is not valid, expected `),
    });
  });

  it('ends after timeouts.totalMs, at an abort and at close()', async () => {
    const clock = new ManualClock();
    const understudy = createUnderstudy({
      providers: [countingProvider()],
      ports: { clock },
      timeouts: { totalMs: 1000 },
    });
    const request = { model: 'counting/model', messages, user: 'slow' } as const;
    const late = failureOf(understudy.countTokens(request));
    await clock.advance(1000);
    expect(await late).toMatchObject({
      code: 'timeout',
      message: 'counting: no token count within 1 s (timeouts.totalMs)',
    });
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(understudy.countTokens(request, { signal }))).toBe(reason);
    const open = failureOf(understudy.countTokens(request));
    const closing = failureOf(understudy.close({ timeoutMs: 5 }));
    expect(await open).toMatchObject({ code: 'closed' });
    await clock.advance(5);
    expect(await closing).toMatchObject({ message: expect.stringContaining('countTokens') });
  });
});
