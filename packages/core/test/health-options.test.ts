import { createUnderstudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('b'), finish];

describe('the option breaker', () => {
  it('decides when a circuit breaker opens, and for how long', async () => {
    await using fixture = chainFixture(
      { a: [fails('malformed-response')], b: answer },
      { breaker: { failures: 2, openMs: 1000, maxOpenMs: 1500 } },
    );
    const state = () => fixture.understudy.health().find(({ provider }) => provider === 'a');
    await fixture.ask().text();
    expect(state()).toMatchObject({ breaker: 'closed' });
    await fixture.ask().text();
    expect(state()).toMatchObject({ breaker: 'open', retryAfterMs: 1000 });
    await fixture.clock.advance(1000);
    await fixture.ask().text();
    expect(state()).toMatchObject({ breaker: 'open', retryAfterMs: 1500 });
  });

  it('counts the failures of its window', async () => {
    const scripts = { a: [fails('malformed-response')], b: answer };
    const breaker = { failures: 100, minimumCalls: 2, failureRate: 1, windowMs: 6000 };
    await using fixture = chainFixture(scripts, { breaker });
    const state = () => fixture.understudy.health().find(({ provider }) => provider === 'a');
    await fixture.ask().text();
    await fixture.clock.advance(6000);
    await fixture.ask().text();
    expect(state()).toMatchObject({ breaker: 'closed' });
    await fixture.ask().text();
    expect(state()).toMatchObject({ breaker: 'open' });
  });

  it('turns all circuit breakers off with false', async () => {
    await using fixture = chainFixture(
      { a: [fails('malformed-response')], b: answer },
      { breaker: false },
    );
    for (let chat = 0; chat < 20; chat += 1) await fixture.ask().text();
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(20);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(fixture.understudy.explain({ model: 'main', messages }).policy.breaker).toBe(false);
  });
});

describe('the option cooldown', () => {
  it('sets the duration without a requested delay, and the bound of every cooldown', async () => {
    await using fixture = chainFixture(
      {
        a: [fails('authentication-failed')],
        b: [fails('rate-limited', { retryAfterMs: 90_000 })],
        c: answer,
      },
      { cooldown: { defaultMs: 5000, maxMs: 20_000 } },
    );
    await fixture.ask().text();
    expect(fixture.understudy.health()).toMatchObject([
      { provider: 'a', cooldown: {}, retryAfterMs: 5000 },
      { provider: 'b', cooldown: {}, retryAfterMs: 20_000 },
      { provider: 'c', cooldown: undefined },
    ]);
  });
});

it.each<readonly [object, string]>([
  [{ breaker: true }, 'breaker'],
  [{ breaker: null }, 'breaker'],
  [{ breaker: { failures: 0 } }, 'breaker.failures'],
  [{ breaker: { failureRate: 1.5 } }, 'breaker.failureRate'],
  [{ breaker: { failureRate: Number.NaN } }, 'breaker.failureRate'],
  [{ breaker: { openMs: -1 } }, 'breaker.openMs'],
  [{ breaker: { threshold: 5 } }, 'breaker.threshold'],
  [{ cooldown: { defaultMs: '60' } }, 'cooldown.defaultMs'],
  [{ cooldown: 5 }, 'cooldown'],
  [{ limits: { maxEventBytes: 0 } }, 'limits.maxEventBytes'],
  [{ limits: { maxEventByte: 5 } }, 'limits.maxEventByte'],
  [{ limits: [] }, 'limits'],
  [{ timeouts: { progressMs: 0 } }, 'timeouts.progressMs'],
  [
    { chains: { a: { targets: ['x/y'], limits: { maxJsonBytes: 'x' } } } },
    'chains.a.limits.maxJsonBytes',
  ],
])('%j is rejected with its path', (options, path) => {
  expect(() => createUnderstudy({ providers: [], ...options })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', path }),
  );
});

it('allowRetired accepts an empty list', async () => {
  await using understudy = createUnderstudy({ providers: [], allowRetired: [] });
  expect(understudy.providers()).toEqual([]);
  await expect(failureOf(understudy.models('x' as never))).resolves.toMatchObject({
    code: 'provider-not-found',
  });
});
