import type { ChatEvent, ErrorCode } from '@understudy/core';
import { createUnderstudy, isChainError } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainHouse, eventsOf, fails, inTurn, ledgerOf, settle } from './chain-fixture.ts';
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
    'malformed-response',
    'stream-truncated',
    'empty-response',
    'response-too-large',
    'concurrency-limited',
    'internal',
  ])('with %s leaves the chat to the next, at once', async (code) => {
    await using house = chainHouse({ a: [fails(code)], b: answer });
    const chat = house.ask();
    expect(await chat.text()).toBe('yes');
    expect(house.clock.now()).toBe(0);
    expect(house.asked).toEqual(['a', 'b']);
    expect(ledgerOf(chat)).toEqual([`a failed ${code}`, 'b succeeded']);
  });

  it.each<ErrorCode>(['invalid-request', 'content-filtered', 'context-length-exceeded'])(
    'with %s ends the chat, with that error',
    async (code) => {
      await using house = chainHouse({ a: [fails(code)], b: answer });
      const chat = house.ask();
      expect(await failureOf(chat.text())).toMatchObject({ code, provider: 'a', model: 'model' });
      expect(house.asked).toEqual(['a']);
    },
  );

  it('leaks nothing of what it said', async () => {
    await using house = chainHouse({
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
    const chat = house.ask();
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
    expect(house.provider('a').open).toBe(0);
  });
});

describe('where every target fails', () => {
  it('the chat ends with each attempt in one line, and the last error as the cause', async () => {
    await using house = chainHouse(
      { a: [fails('server-error')], b: [fails('blocked')] },
      { retry: { maxRetries: 0 } },
    );
    const chat = house.ask();
    const error = await failureOf(chat.text());
    expect(error).toMatchObject({ code: 'all-targets-failed', attempts: chat.attempts });
    if (!isChainError(error)) throw error;
    expect(error.message).toBe(
      'all targets failed:\n  1. a/model: server-error: a: a server-error\n  2. b/model: blocked: b: a blocked',
    );
    expect(error.errors.map(({ code }) => code)).toEqual(['server-error', 'blocked']);
    expect(error.cause).toBe(error.errors[1]);
  });

  it('the chat ends with the error of the only target there is', async () => {
    await using house = chainHouse({ a: [fails('blocked')] });
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'blocked', provider: 'a' });
  });

  it('the ceiling is targets + 1, at least 3, or what the chain says', async () => {
    const failing = [fails('server-error')];
    const scripts = { a: failing, b: failing, c: failing, d: failing };
    await using house = chainHouse(scripts, { retry: { maxRetries: 9 } });
    await failureOf(settle(house.clock, house.ask().text()));
    expect(house.asked).toEqual(['a', 'b', 'c', 'd', 'a']);
    await using low = chainHouse(scripts, { chain: { maxAttempts: 2 } });
    expect(await failureOf(low.ask().text())).toMatchObject({ code: 'all-targets-failed' });
    expect(low.asked).toEqual(['a', 'b']);
    await using single = chainHouse({ a: failing }, { retry: { maxRetries: 9 } });
    await failureOf(settle(single.clock, single.ask().text()));
    expect(single.asked).toHaveLength(3);
  });
});

describe('a retry', () => {
  it('comes after a drawn wait, twice as long each time, and is told beforehand', async () => {
    const failing = [fails('server-error')];
    await using house = chainHouse({ a: inTurn(failing, failing, answer) });
    const chat = house.ask();
    const told = eventsOf(chat);
    await house.clock.advance(124);
    expect(house.asked).toHaveLength(1);
    await house.clock.advance(1);
    expect(house.asked).toHaveLength(2);
    await house.clock.advance(249);
    expect(house.asked).toHaveLength(2);
    await house.clock.advance(1);
    const { events } = await told;
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
    expect(house.clock.timerCount).toBe(0);
  });

  it('waits until all were tried, and then begins with the first', async () => {
    await using house = chainHouse({
      a: inTurn([fails('server-error')], answer),
      b: [fails('blocked')],
    });
    expect(await settle(house.clock, house.ask().text())).toBe('yes');
    expect(house.asked).toEqual(['a', 'b', 'a']);
  });

  it('is at most one after an empty answer', async () => {
    await using house = chainHouse({ a: [finish] }, { retry: { maxRetries: 5 } });
    expect(await failureOf(settle(house.clock, house.ask().text()))).toMatchObject({
      code: 'empty-response',
    });
    expect(house.asked).toHaveLength(2);
  });

  it('has a budget for all chats of a runtime: a fifth of them, and ten', async () => {
    // Of a kind that no breaker counts, so that only the budget keeps them from coming.
    const errorRules = { 'response-too-large': { retry: 'yes' } } as const;
    await using house = chainHouse({ a: [fails('response-too-large')] }, { chain: { errorRules } });
    for (let chat = 0; chat < 60; chat += 1) {
      await failureOf(settle(house.clock, house.ask().text()));
    }
    const retries = house.asked.length - 60;
    expect(retries).toBeLessThanOrEqual(10 + 0.2 * 60);
    expect(retries).toBeGreaterThan(15);
  });

  it('does not come when the caller leaves during the wait', async () => {
    await using house = chainHouse({ a: [fails('server-error')] });
    const chat = house.ask();
    const failing = failureOf(chat.text());
    await house.clock.advance(100);
    const reason = new Error('gone');
    await chat.cancel(reason);
    expect(await failing).toBe(reason);
    expect(house.clock.timerCount).toBe(0);
    await house.clock.advance(10_000);
    expect(house.asked).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const told = (retryAfterMs: number) => [fails('rate-limited', { retryAfterMs })];

  it('is waited for where it fits, and never cut short', async () => {
    await using house = chainHouse({ a: inTurn(told(5000), answer) });
    const said = house.ask().text();
    await house.clock.advance(4999);
    expect(house.asked).toHaveLength(1);
    await house.clock.advance(1);
    expect(await said).toBe('yes');
  });

  it('is not waited for while another target is ready; the target cools meanwhile', async () => {
    await using house = chainHouse({ a: inTurn(told(1000), answer), b: answer });
    await house.ask().text();
    const second = house.ask();
    await second.text();
    expect(ledgerOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    await house.clock.advance(1000);
    await house.ask().text();
    expect(house.asked).toEqual(['a', 'b', 'b', 'a']);
  });

  it.each([
    ['longer than the longest wait', 5001],
    ['of a year', 365 * 86_400_000],
    ['for ever', Number.POSITIVE_INFINITY],
  ])('%s is not waited for, and the target is left alone', async (_name, retryAfterMs) => {
    await using house = chainHouse({ a: told(retryAfterMs) });
    expect(await failureOf(house.ask().text())).toMatchObject({
      code: 'rate-limited',
      retryAfterMs,
    });
    expect(house.clock.now()).toBe(0);
    expect(await failureOf(house.ask().text())).toMatchObject({
      code: 'cooling-down',
      retryAfterMs,
    });
    await house.clock.advance(Math.min(retryAfterMs, 1e12) - 1);
    expect(house.asked).toHaveLength(1);
    expect(house.understudy.health()).toMatchObject([{ coolingDown: true }]);
    expect(house.clock.timerCount).toBe(0);
  });

  it.each([
    ['negative', -86_400_000],
    ['of a date in the past', 0],
  ])('%s is none to wait for, only the drawn wait is', async (_name, retryAfterMs) => {
    await using house = chainHouse({ a: inTurn(told(retryAfterMs), answer) });
    expect(await settle(house.clock, house.ask().text())).toBe('yes');
    expect(house.clock.now()).toBe(125);
  });

  it('that is rubbish is none: no retry, and no harm to later cooldowns', async () => {
    await using house = chainHouse({
      a: inTurn(told(Number.NaN), [fails('quota-exhausted')], answer),
    });
    expect(await failureOf(house.ask().text())).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: undefined,
    });
    expect(house.asked).toHaveLength(1);
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'quota-exhausted' });
    expect(await failureOf(house.ask().text())).toMatchObject({
      code: 'cooling-down',
      retryAfterMs: 60_000,
    });
  });

  it('that fits no deadline is not waited for', async () => {
    await using house = chainHouse({ a: inTurn(told(2000), answer) }, { deadlineMs: 2000 });
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'rate-limited' });
    expect(house.clock.now()).toBe(0);
  });

  it.each([365 * 86_400_000, -365 * 86_400_000])(
    'is waited for by the monotonic clock, when the wall clock jumps by %i ms',
    async (byMs) => {
      await using house = chainHouse({ a: inTurn(told(3000), answer) });
      const chat = house.ask();
      const said = chat.text();
      await house.clock.advance(1000);
      house.clock.jumpWall(byMs);
      await house.clock.advance(1999);
      expect(house.asked).toHaveLength(1);
      await house.clock.advance(1);
      expect(await said).toBe('yes');
      const [first, second] = chat.attempts;
      expect((second?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBe(3000 + byMs);
      expect(second?.totalMs).toBe(0);
    },
  );
});

describe('the commit point', () => {
  const half = [text('half'), fails('server-error')];

  it('is the first content: what fails after it ends the chat, with the partial text', async () => {
    await using house = chainHouse({ a: half, b: answer });
    const { events, error } = await eventsOf(house.ask());
    expect(error).toMatchObject({ code: 'server-error', provider: 'a', partialText: 'half' });
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'failed' });
    expect(events.at(-1)).not.toHaveProperty('next');
    expect(house.asked).toEqual(['a']);
  });

  it('is the whole answer, where the chain says so: half of one is never seen', async () => {
    await using house = chainHouse({ a: half, b: answer }, { chain: { commit: 'complete' } });
    const chat = house.ask();
    expect(await Array.fromAsync(chat.textStream)).toEqual(['yes']);
    expect(ledgerOf(chat)).toEqual(['a failed server-error', 'b succeeded']);
    expect(chat.attempts[0]?.firstContentMs).toBe(0);
  });

  it('complete holds every piece until the end', async () => {
    const slow = [text('ye'), { type: 'wait', ms: 1000 }, text('s'), finish] as const;
    await using house = chainHouse({ a: slow }, { chain: { commit: 'complete' } });
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const piece of house.ask().textStream) pieces.push(piece);
    })();
    await house.clock.advance(999);
    expect(pieces).toEqual([]);
    await house.clock.advance(1);
    await reading;
    expect(pieces).toEqual(['ye', 's']);
  });
});

describe('midStream: restart', () => {
  const chain = { midStream: 'restart' } as const;
  const half = [text('half'), fails('server-error')];

  it('tells to drop the text, and begins anew with the next target', async () => {
    await using house = chainHouse({ a: half, b: answer }, { chain });
    const { events, error } = await eventsOf(house.ask());
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

  it('has only the last answer in the response', async () => {
    await using house = chainHouse({ a: half, b: answer }, { chain });
    expect(await house.ask().response()).toMatchObject({ text: 'yes', provider: 'b' });
    expect(await house.ask().text()).toBe('yes');
  });

  it('tells no reset where nothing had been given out', async () => {
    await using house = chainHouse({ a: [fails('blocked')], b: answer }, { chain });
    const { events } = await eventsOf(house.ask());
    expect(events.map(({ type }) => type)).not.toContain('reset');
  });

  it('fails for who reads text alone, which can not say that it starts anew', async () => {
    await using house = chainHouse({ a: half, b: answer }, { chain });
    const chat = house.ask();
    const pieces: string[] = [];
    const read = async (): Promise<void> => {
      for await (const piece of chat.textStream) pieces.push(piece);
    };
    expect(await failureOf(read())).toMatchObject({ code: 'server-error', partialText: 'half' });
    expect(pieces).toEqual(['half']);
    expect(house.asked).toEqual(['a']);
  });

  it('keeps to the ceiling, and then tells no reset', async () => {
    await using house = chainHouse({ a: half, b: half }, { chain: { ...chain, maxAttempts: 2 } });
    const { events, error } = await eventsOf(house.ask());
    expect(error).toMatchObject({ code: 'all-targets-failed' });
    expect(events.filter(({ type }) => type === 'reset')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'failed' });
  });
});

describe('the deadline', () => {
  it('ends the attempt under way, and no other begins', async () => {
    await using house = chainHouse({ a: [hang], b: answer }, { chain: { deadlineMs: 1000 } });
    const failing = failureOf(house.ask().text());
    await house.clock.advance(1000);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'deadline', provider: 'a' });
    expect(house.asked).toEqual(['a']);
  });

  it('covers the waits: what can not begin before it is not waited for', async () => {
    await using house = chainHouse({ a: [fails('server-error')] }, { chain: { deadlineMs: 100 } });
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'server-error' });
    expect(house.clock.now()).toBe(0);
  });

  it('of the call goes before that of the chain, and that before the runtime’s', async () => {
    await using house = chainHouse({ a: [hang] }, { chain: { deadlineMs: 500 }, deadlineMs: 100 });
    const failing = failureOf(house.ask().text());
    await house.clock.advance(499);
    expect(house.provider('a').open).toBe(1);
    await house.clock.advance(1);
    expect(await failing).toMatchObject({ phase: 'deadline' });
    const own = failureOf(house.ask({ deadlineMs: 9 }).text());
    await house.clock.advance(9);
    expect(await own).toMatchObject({ phase: 'deadline' });
  });
});

describe('what a chain sets for one target', () => {
  it('are its parameters, in place of the request’s', async () => {
    await using house = chainHouse(
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
    await house.ask({}, { temperature: 1, seed: 7 }).text();
    expect(house.provider('a').requests).toMatchObject([
      { model: 'model', temperature: 0, maxOutputTokens: 9, seed: 7 },
    ]);
    expect(house.provider('b').requests).toMatchObject([{ temperature: 1, seed: 7 }]);
    expect(house.provider('b').requests[0]).not.toHaveProperty('maxOutputTokens');
  });

  it('are its time limits, over those of the chain, under those of the call', async () => {
    const targets = [{ target: 'a/model', timeouts: { firstContentMs: 100 } }, 'b/model'] as const;
    const chain = { targets, timeouts: { firstContentMs: 300 } };
    await using house = chainHouse({ a: [hang], b: [hang] }, { chain, retry: { maxRetries: 0 } });
    const chat = house.ask();
    await failureOf(settle(house.clock, chat.text()));
    expect(chat.attempts.map(({ totalMs }) => totalMs)).toEqual([100, 300]);
    const quick = house.ask({ timeouts: { firstContentMs: 7 } });
    await failureOf(settle(house.clock, quick.text()));
    expect(quick.attempts.map(({ totalMs }) => totalMs)).toEqual([7, 7]);
  });

  it('is how many answers may be open at once: others go on to the next', async () => {
    const targets = [{ target: 'a/model', maxConcurrent: 1 }, 'b/model'] as const;
    await using house = chainHouse(
      { a: [text('a'), { type: 'wait', ms: 1000 }, finish], b: answer },
      { chain: { targets } },
    );
    const first = house.ask().text();
    await house.clock.advance(1);
    const second = house.ask();
    expect(await second.text()).toBe('yes');
    expect(ledgerOf(second)).toEqual(['a skipped concurrency-limited', 'b succeeded']);
    await house.clock.advance(999);
    expect(await first).toBe('a');
    const third = house.ask().text();
    await house.clock.advance(1000);
    expect(await third).toBe('a');
  });
});

describe('an override', () => {
  it('lets the chain go on where the table would stop', async () => {
    const errorRules = { 'content-filtered': { fallback: 'yes' } } as const;
    await using house = chainHouse(
      { a: [fails('content-filtered')], b: answer },
      { chain: { errorRules } },
    );
    expect(await house.ask().text()).toBe('yes');
  });

  it('stops it where the table would go on', async () => {
    const errorRules = { 'server-error': { retry: 'no', fallback: 'no' } } as const;
    await using house = chainHouse(
      { a: [fails('server-error')], b: answer },
      { chain: { errorRules } },
    );
    expect(await failureOf(house.ask().text())).toMatchObject({ code: 'server-error' });
    expect(house.asked).toEqual(['a']);
  });

  it('holds for the chain that says it, and for no other', async () => {
    const errorRules = { 'server-error': { retry: 'no' } } as const;
    await using house = chainHouse(
      { a: inTurn([fails('server-error')], answer) },
      { chain: { errorRules }, chains: { patient: ['a/model'] } },
    );
    expect(await settle(house.clock, house.ask({}, { model: 'patient' }).text())).toBe('yes');
  });
});

describe('a target that lacks what the request needs', () => {
  const json = { responseFormat: { type: 'json' } } as const;

  it('is passed over, with a line in the ledger', async () => {
    await using house = chainHouse(
      { a: answer, b: answer },
      { capabilities: { a: { json: false } } },
    );
    const chat = house.ask({}, json);
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
    expect(house.asked).toEqual(['b']);
  });

  it('is told of in the error, where no other is left', async () => {
    await using house = chainHouse(
      { a: answer, b: answer },
      { capabilities: { a: { json: false }, b: { json: false } } },
    );
    const chat = house.ask({}, json);
    expect(await failureOf(chat.text())).toMatchObject({ code: 'all-targets-failed' });
    expect(ledgerOf(chat)).toEqual([
      'a skipped unsupported-feature',
      'b skipped unsupported-feature',
    ]);
    expect(house.clock.now()).toBe(0);
  });
});

it('a request that is too long goes to a larger window, and to no smaller one', async () => {
  const asked: string[] = [];
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
          asked.push(id);
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
  expect(asked).toEqual(['middle', 'large']);
});
