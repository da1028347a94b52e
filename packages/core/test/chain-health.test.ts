import type { TelemetryEvent } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainHouse, fails, inTurn, ledgerOf, settle, times } from './chain-fixture.ts';
import type { ChainHouse } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];
const once = { maxRetries: 0 } as const;

/** Asks until five failures have opened the breaker of the first target. */
async function openBreaker(house: ChainHouse, model: string = 'main'): Promise<void> {
  for (let chat = 0; chat < 5; chat += 1) {
    await house
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
    await using house = chainHouse({ a: inTurn([fails(code)], answer), b: answer });
    await house.ask().text();
    const second = house.ask();
    await second.text();
    expect(ledgerOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    await house.clock.advance(59_999);
    await house.ask().text();
    await house.clock.advance(1);
    await house.ask().text();
    expect(house.asked).toEqual(['a', 'b', 'b', 'b', 'a']);
  });

  it('is shared by chains and names that lead to the same target', async () => {
    await using house = chainHouse(
      { a: [fails('quota-exhausted')], b: answer },
      { chains: { other: ['a/model', 'b/model'] }, aliases: { quick: 'a/model' } },
    );
    await house.ask().text();
    const other = house.ask({}, { model: 'other' });
    await other.text();
    expect(ledgerOf(other)).toEqual(['a skipped cooling-down', 'b succeeded']);
    for (const model of ['quick', 'a/model']) {
      expect(await failureOf(house.ask({}, { model }).text())).toMatchObject({
        code: 'cooling-down',
        retryAfterMs: 60_000,
      });
    }
    expect(house.asked).toEqual(['a', 'b', 'b']);
  });

  it('is of one runtime only', async () => {
    await using one = chainHouse({ a: inTurn([fails('quota-exhausted')], answer) });
    await using other = chainHouse({ a: answer });
    await failureOf(one.ask().text());
    expect(await other.ask().text()).toBe('yes');
  });

  it('that fits the longest wait is waited for, where no other target is left', async () => {
    await using house = chainHouse({
      a: inTurn([fails('rate-limited', { retryAfterMs: 9000 })], answer),
    });
    await failureOf(house.ask().text());
    await house.clock.advance(5000);
    const chat = house.ask();
    expect(await settle(house.clock, chat.text())).toBe('yes');
    expect(house.clock.now()).toBe(9000);
    expect(ledgerOf(chat)).toEqual(['a succeeded']);
  });
});

describe('a breaker', () => {
  it('opens after five failures in a row, and the chain passes over its target at once', async () => {
    await using house = chainHouse({ a: failing, b: answer });
    await openBreaker(house);
    const chat = house.ask();
    await chat.text();
    expect(ledgerOf(chat)).toEqual(['a skipped circuit-open', 'b succeeded']);
    expect(chat.attempts[0]?.error?.message).toContain('circuit breaker open; next probe in 15 s');
    expect(house.asked.filter((id) => id === 'a')).toHaveLength(5);
  });

  it('lets one probe through after 15 seconds, and closes at its first content', async () => {
    const slow = [text('ye'), { type: 'wait', ms: 1000 }, text('s'), finish] as const;
    await using house = chainHouse({
      a: inTurn(...times(5, failing), [{ type: 'wait', ms: 50 }, ...slow]),
      b: answer,
    });
    await openBreaker(house);
    await house.clock.advance(15_000);
    const probe = house.ask().text();
    const beside = house.ask();
    await beside.text();
    expect(ledgerOf(beside)).toEqual(['a skipped circuit-open', 'b succeeded']);
    await house.clock.advance(50);
    expect(house.understudy.health()[0]).toMatchObject({ breaker: 'closed', inFlight: 1 });
    const after = house.ask().text();
    await house.clock.advance(1050);
    expect([await probe, await after]).toEqual(['yes', 'yes']);
    expect(house.asked.filter((id) => id === 'a')).toHaveLength(7);
  });

  it('rests twice as long after each probe that fails', async () => {
    await using house = chainHouse({ a: failing, b: answer });
    await openBreaker(house);
    for (const restMs of [15_000, 30_000, 60_000]) {
      expect(house.understudy.health()[0]).toMatchObject({ breaker: 'open', retryAfterMs: restMs });
      await house.clock.advance(restMs);
      expect(house.understudy.health()[0]).toMatchObject({ breaker: 'half-open', retryAfterMs: 0 });
      await house.ask().text();
    }
    expect(house.asked.filter((id) => id === 'a')).toHaveLength(8);
  });

  it('of the only target is waited for up to 5 seconds; who loses the probe is told how long', async () => {
    const slow = [{ type: 'wait', ms: 100 } as const, ...answer];
    await using house = chainHouse({ a: inTurn(...times(5, failing), slow) }, { retry: once });
    await openBreaker(house);
    expect(await failureOf(house.ask().text())).toMatchObject({
      code: 'circuit-open',
      retryAfterMs: 15_000,
      provider: 'a',
    });
    await house.clock.advance(10_000);
    const winner = house.ask();
    const won = winner.text();
    const lost = failureOf(house.ask().text());
    await house.clock.advance(4999);
    expect(house.asked).toHaveLength(5);
    await house.clock.advance(1);
    expect(await lost).toMatchObject({ code: 'circuit-open', retryAfterMs: 15_000 });
    expect(house.asked).toHaveLength(6);
    await house.clock.advance(100);
    expect(await won).toBe('yes');
    expect(ledgerOf(winner)).toEqual(['a succeeded']);
  });

  it('where all are open, the one that is free soonest is waited for', async () => {
    await using house = chainHouse(
      {
        a: inTurn(...times(5, failing), answer),
        b: inTurn(...times(5, failing), answer),
      },
      { retry: once },
    );
    await openBreaker(house, 'b/model');
    await house.clock.advance(2000);
    await openBreaker(house, 'a/model');
    await house.clock.advance(12_000);
    const chat = house.ask();
    expect(await settle(house.clock, chat.text())).toBe('yes');
    expect(house.clock.now()).toBe(15_000);
    expect(ledgerOf(chat)).toEqual(['a skipped circuit-open', 'b succeeded']);
  });

  it('where all are open and none is due soon, the error says when the first is', async () => {
    await using house = chainHouse({ a: failing, b: failing }, { retry: once });
    await openBreaker(house, 'b/model');
    await house.clock.advance(2000);
    await openBreaker(house, 'a/model');
    const chat = house.ask();
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'circuit-open',
      provider: 'b',
      retryAfterMs: 13_000,
    });
    expect(ledgerOf(chat)).toEqual(['a skipped circuit-open', 'b skipped circuit-open']);
  });

  it('gets its place back from a probe that its caller left', async () => {
    const hang = [{ type: 'hang' } as const];
    await using house = chainHouse(
      { a: inTurn(...times(5, failing), hang, answer), b: answer },
      { retry: once },
    );
    await openBreaker(house);
    await house.clock.advance(15_000);
    const probe = house.ask();
    const left = failureOf(probe.text());
    await house.clock.advance(100);
    await probe.cancel();
    await left;
    expect(house.understudy.health()[0]).toMatchObject({ breaker: 'half-open', inFlight: 0 });
    await house.ask().text();
    expect(house.understudy.health()[0]).toMatchObject({ breaker: 'closed' });
  });

  it('is not opened by callers who leave, nor by what is no fault of the target', async () => {
    await using house = chainHouse({ a: [{ type: 'hang' }] }, { retry: once });
    for (let chat = 0; chat < 10; chat += 1) {
      const left = house.ask();
      const failed = failureOf(left.text());
      await house.clock.advance(1);
      await left.cancel();
      await failed;
    }
    const deadline = Array.from({ length: 10 }, () => house.ask({ deadlineMs: 10 }).text());
    const failed = Promise.allSettled(deadline);
    await house.clock.advance(10);
    await failed;
    expect(house.understudy.health()).toEqual([
      {
        provider: 'a',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 0,
        coolingDown: false,
        inFlight: 0,
      },
    ]);
  });

  it('is opened by answers that fail after their first content', async () => {
    await using house = chainHouse({ a: [text('half')] }, { retry: once });
    await openBreaker(house);
    expect(house.understudy.health()[0]).toMatchObject({ breaker: 'open' });
  });
});

describe('health()', () => {
  it('tells how each target fares, and what is open at it now', async () => {
    await using house = chainHouse(
      {
        a: failing,
        b: [fails('quota-exhausted')],
        c: [text('c'), { type: 'wait', ms: 10 }, finish],
      },
      { retry: once, chain: { maxAttempts: 9 } },
    );
    expect(house.understudy.health()).toEqual([]);
    for (let chat = 0; chat < 5; chat += 1) await settle(house.clock, house.ask().text());
    const last = house.ask().text();
    await house.clock.advance(1);
    expect(house.understudy.health()).toEqual([
      {
        provider: 'a',
        model: 'model',
        breaker: 'open',
        retryAfterMs: 14_989,
        coolingDown: false,
        inFlight: 0,
      },
      {
        provider: 'b',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 59_949,
        coolingDown: true,
        inFlight: 0,
      },
      {
        provider: 'c',
        model: 'model',
        breaker: 'closed',
        retryAfterMs: 0,
        coolingDown: false,
        inFlight: 1,
      },
    ]);
    await settle(house.clock, last);
  });

  it('is reset for one target, or for all', async () => {
    const events: TelemetryEvent[] = [];
    await using house = chainHouse(
      { a: failing, b: [fails('quota-exhausted')], c: answer },
      { retry: once, onEvent: (event) => void events.push(event) },
    );
    await openBreaker(house);
    house.understudy.resetHealth({ provider: 'b', model: 'model' });
    const states = () =>
      house.understudy.health().map(({ breaker, coolingDown }) => [breaker, coolingDown]);
    expect(states()).toEqual([
      ['open', false],
      ['closed', false],
      ['closed', false],
    ]);
    house.understudy.resetHealth();
    expect(states()[0]).toEqual(['closed', false]);
    expect(events.filter(({ type }) => type === 'breaker')).toEqual([
      { type: 'breaker', provider: 'a', model: 'model', state: 'open' },
      { type: 'breaker', provider: 'a', model: 'model', state: 'closed' },
    ]);
    await house.ask().text();
    expect(house.asked.slice(-3)).toEqual(['a', 'b', 'c']);
  });
});
