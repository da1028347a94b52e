import { channel } from 'node:diagnostics_channel';

import type { ErrorCode } from '@understudy/core';
import { createUnderstudy, isProviderError, isUnderstudyError } from '@understudy/core';
import { ProviderError } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, scriptedUnderstudy, text } from './scripted-understudy.ts';

const tight = { connectMs: 10, headersMs: 20, firstContentMs: 100, idleMs: 50, totalMs: 300 };

describe('the end of a response', () => {
  const cases: readonly (readonly [string, Parameters<typeof scriptedUnderstudy>[0], ErrorCode])[] =
    [
      ['without a finish after content', [text('a')], 'stream-truncated'],
      ['without a finish and without content', [], 'stream-truncated'],
      ['stop without content', [finish], 'empty-response'],
      ['stop with empty text only', [text(''), finish], 'empty-response'],
      ['other without content', [{ type: 'finish', reason: 'other' }], 'empty-response'],
      [
        'filter without content',
        [{ type: 'finish', reason: 'content-filter' }],
        'content-filtered',
      ],
    ];
  it.each(cases)('%s is an error', async (_name, script, code) => {
    await using fixture = scriptedUnderstudy(script);
    const chat = fixture.ask();
    expect(await failureOf(chat.text())).toMatchObject({
      code,
      provider: 'scripted',
      model: 'model',
    });
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', error: { code } }]);
    expect(fixture.logger.errors).toHaveLength(1);
  });

  it('delivers the finish reason length without content', async () => {
    await using fixture = scriptedUnderstudy([
      { type: 'finish', reason: 'length', rawReason: 'max' },
    ]);
    expect(await fixture.ask().response()).toMatchObject({
      text: '',
      finishReason: 'length',
      rawFinishReason: 'max',
    });
  });
});

describe('an error', () => {
  it('has its provider, phase and partial text; no log contains the text', async () => {
    await using fixture = scriptedUnderstudy([
      text('secret words'),
      {
        type: 'fail',
        error: new ProviderError({ code: 'overloaded', message: 'too much to do', status: 529 }),
      },
    ]);
    const error = await failureOf(fixture.ask().text());
    if (!isProviderError(error)) throw error;
    expect(error).toMatchObject({
      code: 'overloaded',
      message: 'scripted: too much to do',
      provider: 'scripted',
      model: 'model',
      phase: 'content',
      status: 529,
      partialText: 'secret words',
    });
    expect(error.hint).toMatch(/Retry later/);
    expect(JSON.stringify(error)).not.toContain('secret words');
  });

  it('is thrown after the content that arrived before it', async () => {
    await using fixture = scriptedUnderstudy([
      text('a'),
      { type: 'fail', error: new ProviderError({ code: 'server-error', message: 'broken' }) },
    ]);
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const piece of fixture.ask().textStream) seen.push(piece);
    };
    expect(await failureOf(read())).toMatchObject({ code: 'server-error' });
    expect(seen).toEqual(['a']);
  });

  it.each([new TypeError('x is not a function'), 'a string', undefined, null])(
    'that is none of ours becomes internal, with its cause: %s',
    async (thrown) => {
      await using fixture = scriptedUnderstudy([{ type: 'fail', error: thrown }]);
      const error = await failureOf(fixture.ask().text());
      expect(error).toMatchObject({
        code: 'internal',
        provider: 'scripted',
        phase: 'first-content',
      });
      expect(Reflect.get(Object(error), 'cause')).toBe(thrown);
    },
  );
});

describe('a timeout', () => {
  it('first-content ends an attempt without data', async () => {
    await using fixture = scriptedUnderstudy([{ type: 'hang' }], { timeouts: tight });
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(99);
    expect(fixture.provider.open).toBe(1);
    await fixture.clock.advance(1);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'first-content' });
    expect(fixture.provider.open).toBe(0);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('first-content is not restarted by empty batches; idle is', async () => {
    const alive = Array.from({ length: 10 }, () => [{ type: 'wait', ms: 30 }, []] as const).flat();
    await using fixture = scriptedUnderstudy([...alive, { type: 'hang' }], { timeouts: tight });
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(100);
    expect(await failing).toMatchObject({ phase: 'first-content' });
  });

  it('idle ends a response that stops in the middle', async () => {
    await using fixture = scriptedUnderstudy(
      [text('a'), { type: 'wait', ms: 40 }, text('b'), { type: 'hang' }],
      {
        timeouts: tight,
      },
    );
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(89);
    expect(fixture.provider.open).toBe(1);
    await fixture.clock.advance(1);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'idle', partialText: 'ab' });
  });

  it('does not count time between pulls for first-content and idle', async () => {
    await using fixture = scriptedUnderstudy([text('a'), text('b'), finish], { timeouts: tight });
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    for (const type of ['attempt-start', 'response-start', 'text-delta', 'text-delta', 'finish']) {
      expect((await iterator.next()).value).toMatchObject({ type });
      await fixture.clock.advance(59);
    }
  });

  it('total also ends the attempt of a slow caller, which learns of it at the next pull', async () => {
    await using fixture = scriptedUnderstudy([text('a'), text('b'), { type: 'hang' }], {
      timeouts: tight,
    });
    const iterator = fixture.ask().textStream[Symbol.asyncIterator]();
    await iterator.next();
    await fixture.clock.advance(300);
    expect(fixture.provider.contexts[0]?.signal.aborted).toBe(true);
    expect(await failureOf(iterator.next())).toMatchObject({ code: 'timeout', phase: 'total' });
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('deadline ends the whole chat and is named in the error', async () => {
    await using fixture = scriptedUnderstudy([text('a'), { type: 'hang' }], { deadlineMs: 1000 });
    const own = failureOf(fixture.ask({ deadlineMs: 40 }).text());
    const runtimes = failureOf(fixture.ask().text());
    await fixture.clock.advance(40);
    expect(await own).toMatchObject({ code: 'timeout', phase: 'deadline' });
    await fixture.clock.advance(960);
    expect(await runtimes).toMatchObject({ code: 'timeout', phase: 'deadline' });
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('can be set for one chat', async () => {
    await using fixture = scriptedUnderstudy([{ type: 'hang' }]);
    const failing = failureOf(fixture.ask({ timeouts: { firstContentMs: 7 } }).text());
    await fixture.clock.advance(7);
    expect(await failing).toMatchObject({ phase: 'first-content' });
  });

  it.each([0, -1, Number.NaN])('of %s is rejected', async (idleMs) => {
    await using fixture = scriptedUnderstudy([finish]);
    expect(await failureOf(fixture.ask({ timeouts: { idleMs } }).text())).toMatchObject({
      code: 'invalid-configuration',
      path: 'options.timeouts.idleMs',
    });
    expect(() => scriptedUnderstudy([finish], { timeouts: { idleMs } })).toThrow(/timeouts.idleMs/);
  });

  it('of a year does not fire immediately', async () => {
    await using fixture = scriptedUnderstudy([{ type: 'wait', ms: 1000 }, text('a'), finish], {
      timeouts: { ...tight, firstContentMs: 3e10, totalMs: 3e10 },
    });
    const answer = fixture.ask().text();
    await fixture.clock.advance(1000);
    expect(await answer).toBe('a');
  });

  it("during a wait in the provider's own queue is concurrency-limited", async () => {
    const clock = new ManualClock();
    const queueFull = new ProviderError({ code: 'concurrency-limited', message: 'all are busy' });
    const definition = defineTestProvider('queueing', () => ({
      async *chat(_request, { signal }) {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(queueFull), { once: true });
        });
        yield [];
      },
    }));
    await using understudy = createUnderstudy({
      providers: [definition],
      ports: { clock },
      timeouts: tight,
      retry: { maxRetries: 0 },
    });
    const chat = understudy.chat({
      model: 'queueing/model',
      messages: [{ role: 'user', content: 'x' }],
    });
    const failing = failureOf(chat.text());
    await clock.advance(100);
    expect(await failing).toMatchObject({ code: 'concurrency-limited', provider: 'queueing' });
  });
});

describe('reserveRequest()', () => {
  it('grants and counts requests up to maxAttempts', async () => {
    const error = new ProviderError({ code: 'authentication-failed', message: 'refused' });
    const spend = { type: 'reserve-request', error } as const;
    await using fixture = scriptedUnderstudy([spend, spend, text('a'), finish]);
    const chat = fixture.ask();
    expect(await chat.text()).toBe('a');
    expect(chat.attempts[0]?.requests).toBe(3);
    await using poor = scriptedUnderstudy([spend, spend, text('a'), finish], { maxAttempts: 2 });
    const refused = poor.ask();
    expect(await failureOf(refused.text())).toMatchObject({ code: 'authentication-failed' });
    expect(refused.attempts[0]?.requests).toBe(2);
  });

  it('grants nothing after the attempt has ended', async () => {
    const clock = new ManualClock();
    const granted: boolean[] = [];
    const definition = defineTestProvider('slow', () => ({
      async *chat(_request, { reserveRequest }) {
        await new Promise<void>((resolve) => {
          clock.setTimer(resolve, 150);
        });
        granted.push(reserveRequest());
        yield { type: 'text-delta', text: 'a' };
        yield { type: 'finish', reason: 'stop' };
      },
    }));
    await using understudy = createUnderstudy({
      providers: [definition],
      chains: { limited: [{ target: 'slow/model', requestsPerMinute: 2 }] },
      ports: { clock },
      retry: { maxRetries: 0 },
    });
    const request = { model: 'limited', messages: [{ role: 'user', content: 'x' }] } as const;
    const failing = failureOf(understudy.chat(request, { timeouts: tight }).text());
    await clock.advance(100);
    expect(await failing).toMatchObject({ code: 'timeout' });
    await clock.advance(50);
    expect(granted).toEqual([false]);
    const next = understudy.chat(request).text();
    await clock.advance(150);
    expect(await next).toBe('a');
  });
});

describe('the attempt log', () => {
  it('contains the times of a running and an ended attempt', async () => {
    await using fixture = scriptedUnderstudy([
      { type: 'wait', ms: 30 },
      text('a'),
      { type: 'wait', ms: 12 },
      finish,
    ]);
    const chat = fixture.ask();
    const answer = chat.text();
    await fixture.clock.advance(10);
    expect(chat.attempts).toMatchObject([{ outcome: 'running', requests: 0 }]);
    await fixture.clock.advance(40);
    await answer;
    expect(chat.attempts).toEqual([
      {
        number: 1,
        provider: 'scripted',
        model: 'model',
        startedAt: 1_700_000_000_000,
        outcome: 'succeeded',
        firstContentMs: 30,
        totalMs: 42,
        requests: 1,
        usage: undefined,
        finishReason: 'stop',
        error: undefined,
      },
    ]);
  });

  it('is published on the diagnostics channel', async () => {
    const messages: unknown[] = [];
    const listen = (message: unknown): void => void messages.push(message);
    channel('understudy:attempt').subscribe(listen);
    await using fixture = scriptedUnderstudy([text('a'), finish]);
    await fixture.ask().text();
    channel('understudy:attempt').unsubscribe(listen);
    await fixture.ask().text();
    expect(messages).toMatchObject([
      { type: 'attempt-start', attempt: { outcome: 'running' } },
      { type: 'attempt-end', attempt: { outcome: 'succeeded' } },
    ]);
  });
});

describe('bad input', () => {
  const ask = async (request: unknown): Promise<unknown> => {
    await using fixture = scriptedUnderstudy([text('a'), finish]);
    const error = await failureOf(fixture.understudy.chat(request as never).text());
    expect(fixture.provider.requests).toEqual([]);
    expect(isUnderstudyError(error)).toBe(true);
    return error;
  };
  const model = 'scripted/model';

  it.each([
    ['no messages', { model, messages: [] }, 'invalid-request', 'messages'],
    [
      'an unknown role',
      { model, messages: [{ role: 'robot', content: 'x' }] },
      'invalid-request',
      'messages[0].role',
    ],
    [
      'no content',
      { model, messages: [{ role: 'user' }] },
      'invalid-request',
      'messages[0].content',
    ],
    ['no message', { model, messages: [null] }, 'invalid-request', 'messages[0]'],
    ['no model', { messages: [{ role: 'user', content: 'x' }] }, 'invalid-request', 'model'],
  ])('%s is refused at its path', async (_name, request, code, path) => {
    expect(await ask(request)).toMatchObject({ code, path });
  });

  it.each(['__proto__/x', 'constructor', 'toString', 'scripted/__proto__', 'hasOwnProperty/model'])(
    'the name %s means nothing',
    async (name) => {
      const error = await ask({ model: name, messages: [{ role: 'user', content: 'x' }] });
      expect(error).toMatchObject({ code: expect.stringMatching(/^(provider|model)-not-found$/) });
    },
  );

  it('rejects a deadline below 0', async () => {
    await using fixture = scriptedUnderstudy([text('a'), finish]);
    expect(await failureOf(fixture.ask({ deadlineMs: -1 }).text())).toMatchObject({
      code: 'invalid-configuration',
      path: 'options.deadlineMs',
    });
  });
});
