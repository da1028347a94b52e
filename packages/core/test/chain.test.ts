import type { ChatEvent, ErrorCode } from '@understudy/core';
import { createUnderstudy, isChainError } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, fails, inTurn, logOf, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const hang = { type: 'hang' } as const;

describe('a target that fails before content', () => {
  it.each<ErrorCode>([
    'connection-failed',
    'timeout',
    'server-error',
    'overloaded',
    'rate-limited',
    'quota-exhausted',
    'authentication-failed',
    'permission-denied',
    'blocked',
    'model-not-found',
    'context-length-exceeded',
    'malformed-response',
    'stream-truncated',
    'empty-response',
    'response-too-large',
    'concurrency-limited',
    'internal',
  ])('with %s leaves the chat to the next, at once', async (code) => {
    await using fixture = chainFixture({ a: [fails(code)], b: answer });
    const chat = fixture.ask();
    expect(await chat.text()).toBe('yes');
    expect(fixture.clock.now()).toBe(0);
    expect(fixture.called).toEqual(['a', 'b']);
    expect(logOf(chat)).toEqual([`a failed ${code}`, 'b succeeded']);
  });

  it.each<ErrorCode>(['invalid-request', 'content-filtered'])(
    'with %s ends the chat, with that error',
    async (code) => {
      await using fixture = chainFixture({ a: [fails(code)], b: answer });
      const chat = fixture.ask();
      expect(await failureOf(chat.text())).toMatchObject({ code, provider: 'a', model: 'model' });
      expect(fixture.called).toEqual(['a']);
    },
  );

  it('passes none of its events on', async () => {
    await using fixture = chainFixture({
      a: [
        { type: 'response-start', provider: 'a', model: 'leaked', requestId: 'leaked' },
        [text('') as ChatEvent & { type: 'text-delta' }],
        { type: 'usage', inputTokens: 1, outputTokens: 1 },
        { type: 'warning', message: 'leaked' },
        { type: 'source', url: 'https://leaked.invalid' },
        fails('overloaded'),
      ],
      b: answer,
    });
    const chat = fixture.ask();
    const { events } = await eventsOf(chat);
    expect(events).toEqual([
      { type: 'attempt-start', attemptNumber: 1, provider: 'a', model: 'model' },
      {
        type: 'attempt-end',
        attemptNumber: 1,
        outcome: 'failed',
        error: { code: 'overloaded', message: 'a: a overloaded' },
        next: 'fallback',
        delayMs: 0,
      },
      { type: 'attempt-start', attemptNumber: 2, provider: 'b', model: 'model' },
      { type: 'response-start', provider: 'b', model: 'model' },
      { type: 'text-delta', text: 'yes' },
      { type: 'finish', reason: 'stop' },
      { type: 'attempt-end', attemptNumber: 2, outcome: 'succeeded' },
    ]);
    expect(await chat.response()).toMatchObject({
      provider: 'b',
      model: 'model',
      requestId: undefined,
      usage: undefined,
    });
    expect(fixture.provider('a').open).toBe(0);
  });
});

describe('if every target fails', () => {
  it('the error lists each attempt on one line, with the last error as its cause', async () => {
    await using fixture = chainFixture(
      { a: [fails('server-error')], b: [fails('blocked')] },
      { retry: { maxRetries: 0 } },
    );
    const chat = fixture.ask();
    const error = await failureOf(chat.text());
    expect(error).toMatchObject({ code: 'all-targets-failed', attempts: chat.attempts });
    if (!isChainError(error)) throw error;
    expect(error.message).toBe(
      'all targets failed:\n  1. a/model: server-error: a: a server-error\n  2. b/model: blocked: b: a blocked',
    );
    expect(error.errors.map(({ code }) => code)).toEqual(['server-error', 'blocked']);
    expect(error.cause).toBe(error.errors[1]);
  });

  it('the error is that of the only target', async () => {
    await using fixture = chainFixture({ a: [fails('blocked')] });
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'blocked', provider: 'a' });
  });

  it("maxAttempts is targets + 1, at least 3, or the chain's own", async () => {
    const failing = [fails('server-error')];
    const scripts = { a: failing, b: failing, c: failing, d: failing };
    await using fixture = chainFixture(scripts);
    await failureOf(settle(fixture.clock, fixture.ask().text()));
    expect(fixture.called).toEqual(['a', 'b', 'c', 'd', 'a']);
    await using low = chainFixture(scripts, { chain: { maxAttempts: 2 } });
    expect(await failureOf(low.ask().text())).toMatchObject({ code: 'all-targets-failed' });
    expect(low.called).toEqual(['a', 'b']);
    await using single = chainFixture({ a: failing });
    await failureOf(settle(single.clock, single.ask().text()));
    expect(single.called).toHaveLength(3);
  });

  it.each(['runtime', 'chain', 'call'])(
    'maxAttempts is targets + retry.maxRetries if that is set above 2 (%s)',
    async (place) => {
      const failing = [fails('server-error')];
      const retry = { maxRetries: 5 };
      const options = { breaker: false } as const;
      const set =
        place === 'runtime'
          ? { ...options, retry }
          : { ...options, chain: place === 'chain' ? { retry } : {} };
      const call = place === 'call' ? { retry } : {};
      await using single = chainFixture({ a: failing }, set);
      await failureOf(settle(single.clock, single.ask(call).text()));
      expect(single.called).toHaveLength(6);
      await using two = chainFixture({ a: failing, b: [fails('blocked')] }, set);
      await failureOf(settle(two.clock, two.ask(call).text()));
      expect(two.called).toEqual(['a', 'b', 'a', 'a', 'a', 'a', 'a']);
      await using limited = chainFixture({ a: failing }, { ...set, maxAttempts: 4 });
      await failureOf(settle(limited.clock, limited.ask(call).text()));
      expect(limited.called).toHaveLength(4);
    },
  );
});

describe('a retry', () => {
  it('happens after a random delay that doubles, and is announced by attempt-end', async () => {
    const failing = [fails('server-error')];
    await using fixture = chainFixture({ a: inTurn(failing, failing, answer) });
    const chat = fixture.ask();
    const reading = eventsOf(chat);
    await fixture.clock.advance(124);
    expect(fixture.called).toHaveLength(1);
    await fixture.clock.advance(1);
    expect(fixture.called).toHaveLength(2);
    await fixture.clock.advance(249);
    expect(fixture.called).toHaveLength(2);
    await fixture.clock.advance(1);
    const { events } = await reading;
    expect(events.filter(({ type }) => type === 'attempt-end')).toMatchObject([
      { outcome: 'failed', next: 'retry', delayMs: 125 },
      { outcome: 'failed', next: 'retry', delayMs: 250 },
      { outcome: 'succeeded' },
    ]);
    expect(chat.attempts).toMatchObject([
      { outcome: 'failed', next: { kind: 'retry', delayMs: 125 } },
      { outcome: 'failed', next: { kind: 'retry', delayMs: 250 } },
      { outcome: 'succeeded' },
    ]);
    expect(chat.attempts[2]?.next).toBeUndefined();
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('happens after all targets were tried, beginning with the first', async () => {
    await using fixture = chainFixture({
      a: inTurn([fails('server-error')], answer),
      b: [fails('blocked')],
    });
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('yes');
    expect(fixture.called).toEqual(['a', 'b', 'a']);
  });

  it('happens at most once after an empty response', async () => {
    await using fixture = chainFixture({ a: [finish] }, { retry: { maxRetries: 5 } });
    expect(await failureOf(settle(fixture.clock, fixture.ask().text()))).toMatchObject({
      code: 'empty-response',
    });
    expect(fixture.called).toHaveLength(2);
  });

  it('has a budget for all chats of a runtime: a fifth of them and a reserve', async () => {
    // Not counted by a circuit breaker, so that only the budget prevents the retries.
    const errorRules = { 'response-too-large': { retry: 'yes' } } as const;
    await using fixture = chainFixture(
      { a: [fails('response-too-large')] },
      { chain: { errorRules }, retryBudget: { reserve: 10 } },
    );
    for (let chat = 0; chat < 60; chat += 1) {
      await failureOf(settle(fixture.clock, fixture.ask().text()));
    }
    const retries = fixture.called.length - 60;
    expect(retries).toBeLessThanOrEqual(10 + 0.2 * 60);
    expect(retries).toBeGreaterThan(15);
  });

  it('does not happen if the caller cancels during the wait', async () => {
    await using fixture = chainFixture({ a: [fails('server-error')] });
    const chat = fixture.ask();
    const failing = failureOf(chat.text());
    await fixture.clock.advance(100);
    const reason = new Error('gone');
    await chat.cancel(reason);
    expect(await failing).toBe(reason);
    expect(fixture.clock.timerCount).toBe(0);
    await fixture.clock.advance(10_000);
    expect(fixture.called).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const rateLimited = (retryAfterMs: number) => [fails('rate-limited', { retryAfterMs })];

  it('is waited for completely if it is within maxWaitMs', async () => {
    await using fixture = chainFixture({ a: inTurn(rateLimited(5000), answer) });
    const said = fixture.ask().text();
    await fixture.clock.advance(4999);
    expect(fixture.called).toHaveLength(1);
    await fixture.clock.advance(1);
    expect(await said).toBe('yes');
  });

  it('is not waited for while another target is available; the target cools down', async () => {
    await using fixture = chainFixture({ a: inTurn(rateLimited(1000), answer), b: answer });
    await fixture.ask().text();
    const second = fixture.ask();
    await second.text();
    expect(logOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    await fixture.clock.advance(1000);
    await fixture.ask().text();
    expect(fixture.called).toEqual(['a', 'b', 'b', 'a']);
  });

  it.each([
    ['longer than the longest wait', 5001],
    ['of a year', 365 * 86_400_000],
    ['for ever', Number.POSITIVE_INFINITY],
  ])('%s is not waited for, and the target cools down', async (_name, retryAfterMs) => {
    const cooldownMs = Math.min(retryAfterMs, 300_000);
    await using fixture = chainFixture({ a: rateLimited(retryAfterMs) });
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: cooldownMs,
    });
    expect(fixture.clock.now()).toBe(0);
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'cooling-down',
      retryAfterMs: cooldownMs,
    });
    await fixture.clock.advance(cooldownMs - 1);
    expect(fixture.called).toHaveLength(1);
    expect(fixture.understudy.health()).toMatchObject([{ cooldown: {} }]);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it.each([
    ['negative', -86_400_000],
    ['of a date in the past', 0],
  ])(
    '%s is no delay, so that the target cools down as without one',
    async (_name, retryAfterMs) => {
      await using fixture = chainFixture({ a: inTurn(rateLimited(retryAfterMs), answer) });
      expect(await settle(fixture.clock, fixture.ask().text())).toBe('yes');
      expect(fixture.clock.now()).toBe(1000);
    },
  );

  it('that is not a number is ignored and does not affect later cooldowns', async () => {
    await using fixture = chainFixture(
      { a: inTurn(rateLimited(Number.NaN), [fails('quota-exhausted')], answer) },
      { retry: { maxRetries: 0 } },
    );
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: undefined,
    });
    expect(fixture.called).toHaveLength(1);
    await fixture.clock.advance(1000);
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'quota-exhausted' });
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'cooling-down',
      retryAfterMs: 60_000,
    });
  });

  it('beyond the deadline is not waited for', async () => {
    await using fixture = chainFixture(
      { a: inTurn(rateLimited(2000), answer) },
      { deadlineMs: 2000 },
    );
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'rate-limited' });
    expect(fixture.clock.now()).toBe(0);
  });

  it.each([365 * 86_400_000, -365 * 86_400_000])(
    'is waited for by the monotonic clock, when the wall clock jumps by %i ms',
    async (byMs) => {
      await using fixture = chainFixture({ a: inTurn(rateLimited(3000), answer) });
      const chat = fixture.ask();
      const said = chat.text();
      await fixture.clock.advance(1000);
      fixture.clock.jumpWall(byMs);
      await fixture.clock.advance(1999);
      expect(fixture.called).toHaveLength(1);
      await fixture.clock.advance(1);
      expect(await said).toBe('yes');
      const [first, second] = chat.attempts;
      expect((second?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBe(3000 + byMs);
      expect(second?.totalMs).toBe(0);
    },
  );
});

describe('commit', () => {
  const half = [text('half'), fails('server-error')];

  it('happens at the first content: a later failure ends the chat with the partial text', async () => {
    await using fixture = chainFixture({ a: half, b: answer });
    const { events, error } = await eventsOf(fixture.ask());
    expect(error).toMatchObject({ code: 'server-error', provider: 'a', partialText: 'half' });
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'failed' });
    expect(events.at(-1)).not.toHaveProperty('next');
    expect(fixture.called).toEqual(['a']);
  });

  it('happens at the complete response if the chain sets it: partial text is never visible', async () => {
    await using fixture = chainFixture({ a: half, b: answer }, { chain: { commit: 'complete' } });
    const chat = fixture.ask();
    expect(await Array.fromAsync(chat.textStream)).toEqual(['yes']);
    expect(logOf(chat)).toEqual(['a failed server-error', 'b succeeded']);
    expect(chat.attempts[0]?.firstContentMs).toBe(0);
  });

  it('complete holds every event back until the end', async () => {
    const slow = [text('ye'), { type: 'wait', ms: 1000 }, text('s'), finish] as const;
    await using fixture = chainFixture({ a: slow }, { chain: { commit: 'complete' } });
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const piece of fixture.ask().textStream) pieces.push(piece);
    })();
    await fixture.clock.advance(999);
    expect(pieces).toEqual([]);
    await fixture.clock.advance(1);
    await reading;
    expect(pieces).toEqual(['ye', 's']);
  });
});

it('fails with the last error if its rule allows no fallback, also after its retries', async () => {
  await using fixture = chainFixture(
    { a: [fails('server-error')], b: answer },
    { chain: { errorRules: { 'server-error': { fallback: 'no' } } } },
  );
  const error = await settle(fixture.clock, failureOf(fixture.ask().text()));
  expect(error).toMatchObject({ code: 'server-error', provider: 'a' });
  expect(fixture.called).toEqual(['a', 'a', 'a']);
});

describe('midStream: restart', () => {
  const chain = { midStream: 'restart' } as const;
  const half = [text('half'), fails('server-error')];

  it('emits reset and starts again with the next target', async () => {
    await using fixture = chainFixture({ a: half, b: answer }, { chain });
    const { events, error } = await eventsOf(fixture.ask());
    expect(error).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'text-delta',
      'attempt-end',
      'reset',
      'attempt-start',
      'response-start',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
    expect(events[4]).toEqual({ type: 'reset', reason: 'server-error' });
  });

  it('returns only the last response', async () => {
    await using fixture = chainFixture({ a: half, b: answer }, { chain });
    expect(await fixture.ask().response()).toMatchObject({ text: 'yes', provider: 'b' });
    expect(await fixture.ask().text()).toBe('yes');
  });

  it('is replaced by that of the call', async () => {
    await using fixture = chainFixture({ a: half, b: answer }, { chain });
    const { events, error } = await eventsOf(fixture.ask({ midStream: 'fail' }));
    expect(error).toMatchObject({ code: 'server-error' });
    expect(events.map(({ type }) => type)).not.toContain('reset');
    await using other = chainFixture({ a: half, b: answer });
    const restarted = await eventsOf(other.ask({ midStream: 'restart' }));
    expect(restarted.error).toBeUndefined();
    expect(restarted.events.map(({ type }) => type)).toContain('reset');
  });

  it('emits no reset if nothing was passed on', async () => {
    await using fixture = chainFixture({ a: [fails('blocked')], b: answer }, { chain });
    const { events } = await eventsOf(fixture.ask());
    expect(events.map(({ type }) => type)).not.toContain('reset');
  });

  it('fails for textStream, which cannot express a reset', async () => {
    await using fixture = chainFixture({ a: half, b: answer }, { chain });
    const chat = fixture.ask();
    const pieces: string[] = [];
    const read = async (): Promise<void> => {
      for await (const piece of chat.textStream) pieces.push(piece);
    };
    expect(await failureOf(read())).toMatchObject({ code: 'server-error', partialText: 'half' });
    expect(pieces).toEqual(['half']);
    expect(fixture.called).toEqual(['a']);
  });

  it('respects maxAttempts and then emits no reset', async () => {
    await using fixture = chainFixture(
      { a: half, b: half },
      { chain: { ...chain, maxAttempts: 2 } },
    );
    const { events, error } = await eventsOf(fixture.ask());
    expect(error).toMatchObject({ code: 'all-targets-failed' });
    expect(events.filter(({ type }) => type === 'reset')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'failed' });
  });
});

describe('the deadline', () => {
  it('ends the running attempt and starts no other', async () => {
    await using fixture = chainFixture({ a: [hang], b: answer }, { chain: { deadlineMs: 1000 } });
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(1000);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'deadline', provider: 'a' });
    expect(fixture.called).toEqual(['a']);
  });

  it('covers waits: an attempt that cannot start before it is not waited for', async () => {
    await using fixture = chainFixture(
      { a: [fails('server-error')] },
      { chain: { deadlineMs: 100 } },
    );
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'server-error' });
    expect(fixture.clock.now()).toBe(0);
  });

  it('of the call precedes that of the chain, which precedes that of the runtime', async () => {
    await using fixture = chainFixture(
      { a: [hang] },
      { chain: { deadlineMs: 500 }, deadlineMs: 100 },
    );
    const failing = failureOf(fixture.ask().text());
    await fixture.clock.advance(499);
    expect(fixture.provider('a').open).toBe(1);
    await fixture.clock.advance(1);
    expect(await failing).toMatchObject({ phase: 'deadline' });
    const own = failureOf(fixture.ask({ deadlineMs: 9 }).text());
    await fixture.clock.advance(9);
    expect(await own).toMatchObject({ phase: 'deadline' });
  });
});

describe('the options of one target', () => {
  it('replace the parameters of the request', async () => {
    await using fixture = chainFixture(
      { a: [fails('blocked')], b: answer },
      {
        chain: {
          targets: [
            { target: 'a/model', parameters: { temperature: 0, maxOutputTokens: 9 } },
            'b/model',
          ],
        },
      },
    );
    await fixture.ask({}, { temperature: 1, seed: 7 }).text();
    expect(fixture.provider('a').requests).toMatchObject([
      { model: 'model', temperature: 0, maxOutputTokens: 9, seed: 7 },
    ]);
    expect(fixture.provider('b').requests).toMatchObject([{ temperature: 1, seed: 7 }]);
    expect(fixture.provider('b').requests[0]).not.toHaveProperty('maxOutputTokens');
  });

  it('replace the timeouts of the chain, and are replaced by those of the call', async () => {
    const targets = [{ target: 'a/model', timeouts: { firstContentMs: 100 } }, 'b/model'] as const;
    const chain = { targets, timeouts: { firstContentMs: 300 } };
    await using fixture = chainFixture(
      { a: [hang], b: [hang] },
      { chain, retry: { maxRetries: 0 } },
    );
    const chat = fixture.ask();
    await failureOf(settle(fixture.clock, chat.text()));
    expect(chat.attempts.map(({ totalMs }) => totalMs)).toEqual([100, 300]);
    const quick = fixture.ask({ timeouts: { firstContentMs: 7 } });
    await failureOf(settle(fixture.clock, quick.text()));
    expect(quick.attempts.map(({ totalMs }) => totalMs)).toEqual([7, 7]);
  });

  it('limit its concurrent attempts: other chats use the next target', async () => {
    const targets = [{ target: 'a/model', maxConcurrent: 1 }, 'b/model'] as const;
    await using fixture = chainFixture(
      { a: [text('a'), { type: 'wait', ms: 1000 }, finish], b: answer },
      { chain: { targets } },
    );
    const first = fixture.ask().text();
    await fixture.clock.advance(1);
    const second = fixture.ask();
    expect(await second.text()).toBe('yes');
    expect(logOf(second)).toEqual(['a skipped concurrency-limited', 'b succeeded']);
    await fixture.clock.advance(999);
    expect(await first).toBe('a');
    const third = fixture.ask().text();
    await fixture.clock.advance(1000);
    expect(await third).toBe('a');
  });
});

describe('an error rule of a chain', () => {
  it('allows fallback where the table does not', async () => {
    const errorRules = { 'content-filtered': { fallback: 'yes' } } as const;
    await using fixture = chainFixture(
      { a: [fails('content-filtered')], b: answer },
      { chain: { errorRules } },
    );
    expect(await fixture.ask().text()).toBe('yes');
  });

  it('forbids fallback where the table allows it', async () => {
    const errorRules = { 'server-error': { retry: 'no', fallback: 'no' } } as const;
    await using fixture = chainFixture(
      { a: [fails('server-error')], b: answer },
      { chain: { errorRules } },
    );
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'server-error' });
    expect(fixture.called).toEqual(['a']);
  });

  it('applies to its own chain only', async () => {
    const errorRules = { 'server-error': { retry: 'no' } } as const;
    await using fixture = chainFixture(
      { a: inTurn([fails('server-error')], answer) },
      { chain: { errorRules }, chains: { patient: ['a/model'] } },
    );
    expect(await settle(fixture.clock, fixture.ask({}, { model: 'patient' }).text())).toBe('yes');
  });
});

describe('a target that does not support the request', () => {
  const json = { responseFormat: { type: 'json' } } as const;

  it('is skipped, with an entry in the attempt log', async () => {
    await using fixture = chainFixture(
      { a: answer, b: answer },
      { capabilities: { a: { json: false } } },
    );
    const chat = fixture.ask({}, json);
    const { events } = await eventsOf(chat);
    expect(chat.attempts).toMatchObject([
      {
        number: 1,
        provider: 'a',
        outcome: 'skipped',
        requests: 0,
        totalMs: undefined,
        error: {
          code: 'unsupported-feature',
          message: 'a: provider does not support json',
        },
      },
      { number: 2, provider: 'b', outcome: 'succeeded' },
    ]);
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'attempt-end', attemptNumber: 1, outcome: 'skipped' },
      { type: 'attempt-start', attemptNumber: 2, provider: 'b' },
    ]);
    expect(fixture.called).toEqual(['b']);
  });

  it('is named in the error if there is no other target', async () => {
    await using fixture = chainFixture(
      { a: answer, b: answer },
      { capabilities: { a: { json: false }, b: { json: false } } },
    );
    const chat = fixture.ask({}, json);
    expect(await failureOf(chat.text())).toMatchObject({ code: 'all-targets-failed' });
    expect(logOf(chat)).toEqual(['a skipped unsupported-feature', 'b skipped unsupported-feature']);
    expect(fixture.clock.now()).toBe(0);
  });
});

it('falls back to a larger context window after an overflow, never to a smaller one', async () => {
  const called: string[] = [];
  const provider = (id: string, contextTokens: number) =>
    defineProvider({
      id,
      label: id,
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      models: [{ id: 'model', contextTokens }],
      credentialEnvVars: [],
      create: () => ({
        async *chat() {
          called.push(id);
          if (id !== 'large') throw tooLong;
          yield { type: 'text-delta', text: 'yes' } as const;
          yield { type: 'finish', reason: 'stop' } as const;
        },
      }),
    });
  const step = fails('context-length-exceeded') as { readonly error: unknown };
  const tooLong = step.error;
  await using understudy = createUnderstudy({
    providers: [provider('middle', 8000), provider('small', 4000), provider('large', 32_000)],
    chains: { main: ['middle/model', 'small/model', 'large/model'] },
    ports: { clock: new ManualClock() },
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  expect(await understudy.chat({ model: 'main', messages }).text()).toBe('yes');
  expect(called).toEqual(['middle', 'large']);
});

it('falls back to a context window of unknown size after an overflow', async () => {
  await using fixture = chainFixture({ a: [fails('context-length-exceeded')], b: answer });
  expect(await fixture.ask().text()).toBe('yes');
});
