import type { TelemetryEvent } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, inTurn, logOf, settle, times } from './chain-fixture.ts';
import type { ChainFixture } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];
const once = { maxRetries: 0 } as const;

/** Sends chats until five failures have opened the circuit breaker of the first target. */
async function openBreaker(fixture: ChainFixture, model: string = 'main'): Promise<void> {
  for (let chat = 0; chat < 5; chat += 1) {
    await fixture
      .ask({}, { model })
      .text()
      .catch(() => {});
  }
}

describe('a cooldown', () => {
  it.each([
    'quota-exhausted',
    'authentication-failed',
    'permission-denied',
    'model-not-found',
  ] as const)('after %s lasts 60 seconds, for all chats of the runtime', async (code) => {
    await using fixture = chainFixture({ a: inTurn([fails(code)], answer), b: answer });
    await fixture.ask().text();
    const second = fixture.ask();
    await second.text();
    expect(logOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    await fixture.clock.advance(59_999);
    await fixture.ask().text();
    await fixture.clock.advance(1);
    await fixture.ask().text();
    expect(fixture.called).toEqual(['a', 'b', 'b', 'b', 'a']);
  });

  it('is shared by all chains and names of the same target', async () => {
    await using fixture = chainFixture(
      { a: [fails('quota-exhausted')], b: answer },
      { chains: { other: ['a/model', 'b/model'] }, aliases: { quick: 'a/model' } },
    );
    await fixture.ask().text();
    const other = fixture.ask({}, { model: 'other' });
    await other.text();
    expect(logOf(other)).toEqual(['a skipped cooling-down', 'b succeeded']);
    for (const model of ['quick', 'a/model']) {
      expect(await failureOf(fixture.ask({}, { model }).text())).toMatchObject({
        code: 'cooling-down',
        retryAfterMs: 60_000,
      });
    }
    expect(fixture.called).toEqual(['a', 'b', 'b']);
  });

  it('belongs to one runtime', async () => {
    await using one = chainFixture({ a: inTurn([fails('quota-exhausted')], answer) });
    await using other = chainFixture({ a: answer });
    await failureOf(one.ask().text());
    expect(await other.ask().text()).toBe('yes');
  });

  it('is waited for within maxWaitMs if there is no other target', async () => {
    await using fixture = chainFixture({
      a: inTurn([fails('rate-limited', { retryAfterMs: 9000 })], answer),
    });
    await failureOf(fixture.ask().text());
    await fixture.clock.advance(5000);
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(fixture.clock.now()).toBe(9000);
    expect(logOf(chat)).toEqual(['a succeeded']);
  });
});

describe('a circuit breaker', () => {
  it('opens after five consecutive failures, and the chain skips its target immediately', async () => {
    await using fixture = chainFixture({ a: failing, b: answer });
    await openBreaker(fixture);
    const chat = fixture.ask();
    await chat.text();
    expect(logOf(chat)).toEqual(['a skipped circuit-open', 'b succeeded']);
    expect(chat.attempts[0]?.error?.message).toBe(
      'a: circuit breaker open after server-error 0 s ago; next probe in 15 s',
    );
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(5);
  });

  it('names the error that opened it, in the error and in health()', async () => {
    await using fixture = chainFixture({ a: failing, b: answer });
    await openBreaker(fixture);
    await fixture.clock.advance(400);
    const options = { retry: { maxWaitMs: 100 } };
    const failure = await failureOf(fixture.ask(options, { model: 'a/model' }).text());
    expect(failure).toMatchObject({
      code: 'circuit-open',
      message: 'a: circuit breaker open after server-error 0.4 s ago; next probe in 0.6 s',
      cause: { code: 'server-error' },
    });
    const [health] = fixture.understudy.health();
    expect(health?.failure).toEqual({ code: 'server-error', elapsedMs: 400 });
    fixture.understudy.resetHealth();
    expect(fixture.understudy.health()[0]?.failure).toBeUndefined();
  });

  it('names no error if it was isolated by hand', async () => {
    await using fixture = chainFixture({ a: failing, b: answer });
    await openBreaker(fixture);
    fixture.understudy.isolate({ provider: 'a', model: 'model' });
    expect(fixture.understudy.health()[0]?.failure).toBeUndefined();
  });

  it('has a hint that names retryAfterMs only if the error has one', async () => {
    await using fixture = chainFixture({ a: failing, b: answer });
    await openBreaker(fixture);
    const ask = () =>
      failureOf(fixture.ask({ retry: { maxWaitMs: 100 } }, { model: 'a/model' }).text());
    expect(await ask()).toMatchObject({
      retryAfterMs: 1000,
      hint: 'Retry after `retryAfterMs`, or add a fallback target.',
    });
    fixture.understudy.isolate({ provider: 'a', model: 'model' });
    expect(await ask()).toMatchObject({
      message: 'a: circuit breaker open; isolated until resetHealth() is called',
      retryAfterMs: undefined,
      hint: 'Call `resetHealth` if the target was isolated, retry later, or add a fallback target.',
    });
  });

  it('allows one probe after 15 seconds and closes at its first content', async () => {
    const slow = [text('ye'), { type: 'wait', ms: 1000 }, text('s'), finish] as const;
    await using fixture = chainFixture({
      a: inTurn(...times(5, failing), [{ type: 'wait', ms: 50 }, ...slow]),
      b: answer,
    });
    await openBreaker(fixture);
    await fixture.clock.advance(15_000);
    const probe = fixture.ask().text();
    const beside = fixture.ask();
    await beside.text();
    expect(logOf(beside)).toEqual(['a skipped circuit-open', 'b succeeded']);
    await fixture.clock.advance(50);
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'closed', inFlight: 1 });
    const after = fixture.ask().text();
    await fixture.clock.advance(1050);
    expect([await probe, await after]).toEqual(['yes', 'yes']);
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(7);
  });

  it('stays open twice as long after each failed probe', async () => {
    await using fixture = chainFixture({ a: failing, b: answer });
    await openBreaker(fixture);
    for (const restMs of [15_000, 30_000, 60_000]) {
      expect(fixture.understudy.health()[0]).toMatchObject({
        breaker: 'open',
        retryAfterMs: restMs,
      });
      await fixture.clock.advance(restMs);
      expect(fixture.understudy.health()[0]).toMatchObject({
        breaker: 'half-open',
        retryAfterMs: 0,
      });
      await fixture.ask().text();
    }
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(8);
  });

  it('is waited for if it is the one that is due first', async () => {
    await using fixture = chainFixture(
      {
        a: inTurn(...times(5, failing), answer),
        b: inTurn(...times(5, failing), answer),
      },
      { retry: once },
    );
    await openBreaker(fixture, 'b/model');
    await fixture.clock.advance(500);
    await openBreaker(fixture, 'a/model');
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(fixture.clock.now()).toBe(1000);
    expect(logOf(chat)).toEqual(['a skipped circuit-open', 'b succeeded']);
  });

  it('fails with the earliest probe if all are open and none is due soon', async () => {
    const retry = { ...once, maxWaitMs: 100 };
    await using fixture = chainFixture({ a: failing, b: failing }, { retry });
    await openBreaker(fixture, 'b/model');
    await fixture.clock.advance(200);
    await openBreaker(fixture, 'a/model');
    const chat = fixture.ask();
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'circuit-open',
      provider: 'b',
      retryAfterMs: 800,
    });
    expect(logOf(chat)).toEqual(['a skipped circuit-open', 'b skipped circuit-open']);
  });

  it('allows another probe after the caller canceled one', async () => {
    const hang = [{ type: 'hang' } as const];
    await using fixture = chainFixture(
      { a: inTurn(...times(5, failing), hang, answer), b: answer },
      { retry: once },
    );
    await openBreaker(fixture);
    await fixture.clock.advance(15_000);
    const probe = fixture.ask();
    const left = failureOf(probe.text());
    await fixture.clock.advance(100);
    await probe.cancel();
    await left;
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'half-open', inFlight: 0 });
    await fixture.ask().text();
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'closed' });
  });

  it("does not count canceled chats and errors that are not the target's", async () => {
    await using fixture = chainFixture({ a: [{ type: 'hang' }] }, { retry: once });
    for (let chat = 0; chat < 10; chat += 1) {
      const left = fixture.ask();
      const failed = failureOf(left.text());
      await fixture.clock.advance(1);
      await left.cancel();
      await failed;
    }
    const deadline = Array.from({ length: 10 }, () => fixture.ask({ deadlineMs: 10 }).text());
    const failed = Promise.allSettled(deadline);
    await fixture.clock.advance(10);
    await failed;
    expect(fixture.understudy.health()).toEqual([
      {
        provider: 'a',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 0,
        cooldown: undefined,
        inFlight: 0,
        queued: 0,
      },
    ]);
  });

  it('counts responses that fail after their first content', async () => {
    await using fixture = chainFixture({ a: [text('half')] }, { retry: once });
    await openBreaker(fixture);
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'open' });
  });
});

describe('health()', () => {
  it('returns the state of each target and its attempts in flight', async () => {
    await using fixture = chainFixture(
      {
        a: failing,
        b: [fails('quota-exhausted')],
        c: [text('c'), { type: 'wait', ms: 10 }, finish],
      },
      { retry: once, chain: { maxAttempts: 9 } },
    );
    expect(fixture.understudy.health()).toEqual([]);
    for (let chat = 0; chat < 5; chat += 1) await settle(fixture.clock, fixture.ask().text());
    const last = fixture.ask().text();
    await fixture.clock.advance(1);
    expect(fixture.understudy.health()).toEqual([
      {
        provider: 'a',
        model: 'model',
        breaker: 'open',
        retryAfterMs: 14_989,
        cooldown: undefined,
        failure: { code: 'server-error', elapsedMs: 11 },
        inFlight: 0,
        queued: 0,
      },
      {
        provider: 'b',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 59_949,
        cooldown: { code: 'quota-exhausted', elapsedMs: 51, scope: 'provider' },
        inFlight: 0,
        queued: 0,
      },
      {
        provider: 'c',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 0,
        cooldown: undefined,
        inFlight: 1,
        queued: 0,
      },
    ]);
    await settle(fixture.clock, last);
  });

  it('is reset for one target or for all', async () => {
    const events: TelemetryEvent[] = [];
    await using fixture = chainFixture(
      { a: failing, b: [fails('quota-exhausted')], c: answer },
      { retry: once, onEvent: (event) => void events.push(event) },
    );
    await openBreaker(fixture);
    fixture.understudy.resetHealth({ provider: 'b', model: 'model' });
    const states = () =>
      fixture.understudy.health().map(({ breaker, cooldown }) => [breaker, cooldown !== undefined]);
    expect(states()).toEqual([
      ['open', false],
      ['closed', false],
      ['closed', false],
    ]);
    fixture.understudy.resetHealth();
    expect(states()[0]).toEqual(['closed', false]);
    expect(events.filter(({ type }) => type === 'breaker')).toEqual([
      { type: 'breaker', provider: 'a', model: 'model', state: 'open' },
      { type: 'breaker', provider: 'a', model: 'model', state: 'closed' },
    ]);
    await fixture.ask().text();
    expect(fixture.called.slice(-3)).toEqual(['a', 'b', 'c']);
  });
});
