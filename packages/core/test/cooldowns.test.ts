import type { ChatStream, ErrorCode } from '@understudy/core';
import { isProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, inTurn, logOf, settle, times } from './chain-fixture.ts';
import type { ChainFixture } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const slow = [{ type: 'wait', ms: 100 } as const, ...answer];
const once = { maxRetries: 0 } as const;

/** Returns a chat with one target. */
function askTarget(fixture: ChainFixture, model: string): ChatStream {
  return fixture.ask({}, { model });
}

describe('an error about the credential', () => {
  const targets = ['a/one', 'a/two', 'a/three'];

  function credentialFixture(code: ErrorCode): ChainFixture {
    return chainFixture(
      { a: inTurn([fails(code)], slow), b: answer },
      { chain: { targets: [...targets, 'b/model'] }, models: ['one', 'two', 'three', 'model'] },
    );
  }

  it.each(['authentication-failed', 'quota-exhausted'] as const)(
    '(%s) cools down all models of the provider',
    async (code) => {
      await using fixture = credentialFixture(code);
      const chat = fixture.ask();
      await chat.text();
      expect(logOf(chat)).toEqual([
        `a failed ${code}`,
        'a skipped cooling-down',
        'a skipped cooling-down',
        'b succeeded',
      ]);
      expect(fixture.called).toEqual(['a', 'b']);
      const messages = [{ role: 'user', content: 'Hi' }] as const;
      await fixture.clock.advance(12_000);
      expect(fixture.understudy.explain({ model: 'main', messages }).targets).toMatchObject([
        ...targets.map(() => ({
          skipped: {
            code: 'cooling-down',
            retryAfterMs: 48_000,
            message: `all models of the provider are cooling down after ${code} 12 s ago; available in 48 s`,
          },
        })),
        { skipped: undefined },
      ]);
      expect(fixture.understudy.health()).toMatchObject([
        {
          provider: 'a',
          model: 'one',
          retryAfterMs: 48_000,
          cooldown: { code, scope: 'provider', elapsedMs: 12_000 },
        },
        { provider: 'b', cooldown: undefined },
      ]);
    },
  );

  it('is probed by one model after the cooldown, and its first data ends it for all', async () => {
    await using fixture = credentialFixture('authentication-failed');
    await fixture.ask().text();
    await fixture.clock.advance(60_000);
    const probe = askTarget(fixture, 'a/two').text();
    const other = askTarget(fixture, 'a/three').text();
    await fixture.clock.advance(99);
    expect(fixture.called).toEqual(['a', 'b', 'a']);
    expect(await settle(fixture.clock, Promise.all([probe, other]))).toEqual(['yes', 'yes']);
    expect(fixture.called).toEqual(['a', 'b', 'a', 'a']);
  });

  it('is ended by resetHealth() with any model of the provider', async () => {
    await using fixture = credentialFixture('authentication-failed');
    await fixture.ask().text();
    fixture.understudy.resetHealth({ provider: 'a', model: 'three' });
    expect(await settle(fixture.clock, askTarget(fixture, 'a/one').text())).toBe('yes');
  });

  it('names its cause and when it occurred, in the errors of other chats', async () => {
    await using fixture = chainFixture({
      a: [text('secret'), fails('authentication-failed', { status: 401, requestId: 'r1' })],
    });
    await failureOf(fixture.ask().text());
    await fixture.clock.advance(5000);
    const error = await failureOf(fixture.ask().text());
    expect(error).toMatchObject({
      code: 'cooling-down',
      message:
        'a: all models of the provider are cooling down after authentication-failed 5 s ago; available in 55 s',
      retryAfterMs: 55_000,
      cause: {
        code: 'authentication-failed',
        message: 'a: a authentication-failed',
        provider: 'a',
        status: 401,
        requestId: 'r1',
        hint: expect.stringContaining('API key'),
      },
    });
    const { cause } = error as Error;
    expect(isProviderError(cause) && cause.partialText).toBe('');
  });

  it('cools down nothing if cooldown.defaultMs is 0', async () => {
    await using fixture = chainFixture(
      { a: inTurn([fails('authentication-failed')], slow) },
      { cooldown: { defaultMs: 0 } },
    );
    await failureOf(fixture.ask().text());
    const chats = Promise.all([fixture.ask().text(), fixture.ask().text()]);
    await fixture.clock.advance(0);
    expect(fixture.called).toHaveLength(3);
    expect(await settle(fixture.clock, chats)).toEqual(['yes', 'yes']);
  });

  it('of one model (permission-denied) leaves the other models available', async () => {
    await using fixture = credentialFixture('permission-denied');
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'a']);
  });
});

describe('an error about the request', () => {
  it.each([
    'invalid-request',
    'unsupported-parameter',
    'request-rejected',
    'unsupported-feature',
    'context-length-exceeded',
    'content-filtered',
  ] as const)('(%s) cools down no target, also with a requested delay', async (code) => {
    await using fixture = chainFixture({
      a: inTurn([fails(code, { retryAfterMs: 60_000 })], answer),
    });
    await failureOf(fixture.ask().text());
    expect(await fixture.ask().text()).toBe('yes');
    expect(fixture.understudy.health()).toMatchObject([{ cooldown: undefined }]);
  });
});

describe('a requested delay', () => {
  it.each(['server-error', 'overloaded', 'timeout', 'connection-failed', 'blocked'] as const)(
    'is honored by all chats after %s',
    async (code) => {
      await using fixture = chainFixture(
        { a: inTurn([fails(code, { retryAfterMs: 60_000, status: 503 })], answer), b: answer },
        { retry: once },
      );
      await fixture.ask().text();
      expect(await failureOf(askTarget(fixture, 'a/model').text())).toMatchObject({
        code: 'cooling-down',
        retryAfterMs: 60_000,
      });
      await fixture.clock.advance(59_999);
      await fixture.ask().text();
      expect(fixture.called).toEqual(['a', 'b', 'b']);
      await fixture.clock.advance(1);
      await fixture.ask().text();
      expect(fixture.called).toEqual(['a', 'b', 'b', 'a']);
    },
  );

  it('of a year is reported as five minutes, also in the first error', async () => {
    const year = 365 * 86_400_000;
    const limited = [fails('rate-limited', { retryAfterMs: year })];
    await using one = chainFixture({ a: limited });
    const failures = [await failureOf(one.ask().text()), await failureOf(one.ask().text())];
    expect(failures).toMatchObject([{ retryAfterMs: 300_000 }, { retryAfterMs: 300_000 }]);
    const options = { cooldown: { maxMs: 20_000 } };
    await using two = chainFixture({ a: limited, b: [fails('blocked')] }, options);
    expect(await failureOf(two.ask().text())).toMatchObject({
      code: 'all-targets-failed',
      retryAfterMs: 20_000,
      errors: [{ retryAfterMs: 20_000 }, { retryAfterMs: undefined }],
    });
  });

  it('of a year ends after five minutes with one probe, whose result the others wait for', async () => {
    const year = [fails('rate-limited', { retryAfterMs: 365 * 86_400_000 })];
    await using fixture = chainFixture({ a: inTurn(year, slow, answer) });
    await failureOf(fixture.ask().text());
    await fixture.clock.advance(299_999);
    expect(await failureOf(fixture.ask({ deadlineMs: 1 }).text())).toMatchObject({
      retryAfterMs: 1,
    });
    const chats = times(4, 0).map(() => fixture.ask().text());
    await fixture.clock.advance(1 + 99);
    expect(fixture.called).toHaveLength(2);
    expect(fixture.understudy.health()).toMatchObject([{ cooldown: {}, retryAfterMs: 0 }]);
    expect(await settle(fixture.clock, Promise.all(chats))).toEqual(times(4, 'yes'));
    expect(fixture.clock.now()).toBe(300_100);
    expect(fixture.called).toHaveLength(5);
  });

  it('whose probe fails is reported with the real remaining time', async () => {
    const limited = (retryAfterMs: number) => [
      { type: 'wait', ms: 200 } as const,
      fails('rate-limited', { retryAfterMs }),
    ];
    await using fixture = chainFixture({ a: inTurn(limited(10_000), limited(70_000)) });
    await settle(fixture.clock, failureOf(fixture.ask().text()));
    await fixture.clock.advance(10_000);
    const chats = times(3, 0).map(() => failureOf(fixture.ask().text()));
    await fixture.clock.advance(200);
    expect(await Promise.all(chats)).toMatchObject([
      { code: 'rate-limited' },
      { code: 'cooling-down', retryAfterMs: 70_000 },
      { code: 'cooling-down', retryAfterMs: 70_000 },
    ]);
    expect(fixture.called).toHaveLength(2);
  });

  it('is followed by another probe if the first one was canceled', async () => {
    const limited = [fails('rate-limited', { retryAfterMs: 10_000 })];
    await using fixture = chainFixture({ a: inTurn(limited, [{ type: 'hang' }], answer) });
    await failureOf(fixture.ask().text());
    await fixture.clock.advance(10_000);
    const probe = fixture.ask();
    const canceled = failureOf(probe.text());
    const other = fixture.ask().text();
    await fixture.clock.advance(50);
    await probe.cancel();
    await canceled;
    expect(await settle(fixture.clock, other)).toBe('yes');
    expect(fixture.clock.now()).toBe(10_050);
  });

  it('is followed by a wait for its probe of at most maxWaitMs, and not beyond the deadline', async () => {
    const limited = [fails('rate-limited', { retryAfterMs: 10_000 })];
    await using fixture = chainFixture({ a: inTurn(limited, [{ type: 'hang' }]) });
    await failureOf(fixture.ask().text());
    await fixture.clock.advance(10_000);
    const probe = fixture.ask();
    const hanging = failureOf(probe.text());
    const outcome = { code: 'cooling-down', retryAfterMs: undefined };
    const message = expect.stringContaining(
      'cooling down after rate-limited 15 s ago; a probe is running',
    );
    const patient = failureOf(fixture.ask().text());
    const hurried = failureOf(fixture.ask({ deadlineMs: 1000 }).text());
    await fixture.clock.advance(1000);
    expect(await hurried).toMatchObject(outcome);
    await fixture.clock.advance(4000);
    expect(await patient).toMatchObject({ ...outcome, message });
    expect(fixture.called).toHaveLength(2);
    await probe.cancel();
    await hanging;
  });
});

describe('a rate limit without a delay', () => {
  const limited = [fails('rate-limited')];

  it('cools down for longer each time: 20 chats in a minute send a few requests', async () => {
    await using fixture = chainFixture({ a: limited, b: answer });
    const starts: number[] = [];
    for (let chat = 0; chat < 20; chat += 1) {
      const before = fixture.called.length;
      await fixture.ask().text();
      if (fixture.called[before] === 'a') starts.push(fixture.clock.now());
      await fixture.clock.advance(3000);
    }
    // After 1, 2, 4, 8, 16 and 32 seconds.
    expect(starts).toEqual([0, 3000, 6000, 12_000, 21_000, 39_000]);
  });

  it('that several chats receive at once is one rate limit', async () => {
    const soon = [{ type: 'wait', ms: 10 } as const, ...limited];
    await using fixture = chainFixture({ a: soon, b: answer });
    await settle(fixture.clock, Promise.all(times(10, 0).map(() => fixture.ask().text())));
    expect(fixture.understudy.health()).toMatchObject([{ retryAfterMs: 1000 }, {}]);
  });

  it('cools down for cooldown.defaultMs at most', async () => {
    await using fixture = chainFixture({ a: limited, b: answer });
    for (let chat = 0; chat < 9; chat += 1) {
      await fixture.ask().text();
      await fixture.clock.advance(60_000);
    }
    await fixture.ask().text();
    expect(fixture.understudy.health()).toMatchObject([{ retryAfterMs: 60_000 }, {}]);
  });

  it('cools down as at first after a success', async () => {
    await using fixture = chainFixture({ a: inTurn(limited, limited, answer, limited), b: answer });
    const waits: unknown[] = [];
    for (let chat = 0; chat < 4; chat += 1) {
      await fixture.ask().text();
      waits.push(fixture.understudy.health()[0]?.retryAfterMs);
      await fixture.clock.advance(2000);
    }
    expect(waits).toEqual([1000, 2000, 0, 1000]);
  });

  it('of the only target is retried after the backoff', async () => {
    await using fixture = chainFixture({ a: inTurn(limited, limited, answer) });
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(fixture.clock.now()).toBe(3000);
    expect(logOf(chat)).toEqual(['a failed rate-limited', 'a failed rate-limited', 'a succeeded']);
  });
});

describe('a chain whose targets are all cooling down', () => {
  it('fails with the smaller wait', async () => {
    await using fixture = chainFixture({
      a: [fails('rate-limited', { retryAfterMs: 50_000 })],
      b: [fails('server-error', { retryAfterMs: 20_000 })],
    });
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'all-targets-failed',
      retryAfterMs: 20_000,
    });
    const chat = fixture.ask();
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'cooling-down',
      provider: 'b',
      retryAfterMs: 20_000,
    });
    expect(logOf(chat)).toEqual(['a skipped cooling-down', 'b skipped cooling-down']);
  });

  it('fails with the smaller wait if one of them has an open circuit breaker', async () => {
    await using fixture = chainFixture(
      { a: [fails('malformed-response')], b: [fails('rate-limited', { retryAfterMs: 30_000 })] },
      { retry: { ...once, maxWaitMs: 500 }, breaker: { failures: 1 } },
    );
    await failureOf(fixture.ask().text());
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'circuit-open',
      retryAfterMs: 1000,
    });
  });
});

describe('resetHealth()', () => {
  it.each([
    [{ provider: 'aa', model: 'model' }, 'target.provider', '"a"'],
    [{ provider: 'a', model: 'modle' }, 'target.model', '"a/model"'],
    [{ provider: 'a', modle: 'model' }, 'target.modle', '"model"'],
    [{ provider: 'a', model: 'model', providers: 'a' }, 'target.providers', '"provider"'],
  ])('rejects %j', async (target, path, similar) => {
    await using fixture = chainFixture({ a: answer });
    expect(() => fixture.understudy.resetHealth(target as never)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        path,
        advice: expect.stringContaining(similar),
      }),
    );
  });

  it('accepts an entry of health()', async () => {
    await using fixture = chainFixture({ a: inTurn([fails('quota-exhausted')], answer) });
    await failureOf(fixture.ask().text());
    for (const target of fixture.understudy.health()) fixture.understudy.resetHealth(target);
    expect(await fixture.ask().text()).toBe('yes');
  });
});
