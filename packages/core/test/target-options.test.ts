import type { ChainOptions, ChatRequest } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import type { ChainFixture } from './chain-fixture.ts';
import { chainFixture, fails, inTurn, logOf, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const busy = [fails('server-error')];

/** A chain of `a` with these options, then `b`. */
function sameFirst(options: object, chain: Partial<ChainOptions> = {}): Partial<ChainOptions> {
  return { targets: [{ target: 'a/model', ...options }, 'b/model'], ...chain };
}

describe('retries of a target', () => {
  it('are made before another target is tried', async () => {
    const scripts = { a: inTurn(busy, busy, answer), b: answer };
    await using fixture = chainFixture(scripts, { chain: sameFirst({ retries: 2 }) });
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('yes');
    expect(fixture.called).toEqual(['a', 'a', 'a']);
    // Half of 250 ms, then half of 500 ms.
    expect(fixture.clock.now()).toBe(375);
  });

  it('are followed by the other targets, which maxAttempts allows by default', async () => {
    await using fixture = chainFixture(
      { a: busy, b: answer },
      { chain: sameFirst({ retries: 2 }) },
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('yes');
    expect(fixture.called).toEqual(['a', 'a', 'a', 'b']);
    expect(chat.attempts.map(({ next }) => next?.kind)).toEqual([
      'retry',
      'retry',
      'fallback',
      undefined,
    ]);
  });

  it('are limited by maxAttempts', async () => {
    const chain = sameFirst({ retries: 5 }, { maxAttempts: 2 });
    await using fixture = chainFixture({ a: busy, b: answer }, { chain });
    await settle(fixture.clock, failureOf(fixture.ask().text()));
    expect(fixture.called).toEqual(['a', 'a']);
  });

  it('are made once for an error whose rule is once, and not for one whose rule is no', async () => {
    const chain = sameFirst({ retries: 2 });
    await using once = chainFixture({ a: [fails('empty-response')], b: answer }, { chain });
    await settle(once.clock, once.ask().text());
    expect(once.called).toEqual(['a', 'a', 'b']);
    await using never = chainFixture({ a: [fails('blocked')], b: answer }, { chain });
    await settle(never.clock, never.ask().text());
    expect(never.called).toEqual(['a', 'b']);
  });

  it('need the retry budget; without it, another target is tried', async () => {
    const chain = sameFirst({ retries: 1 });
    const retryBudget = { reserve: 10, ratio: 0.2 };
    const options = { chain, breaker: false, retryBudget } as const;
    await using fixture = chainFixture({ a: busy, b: answer }, options);
    for (let chats = 0; chats < 60; chats += 1) await settle(fixture.clock, fixture.ask().text());
    const retries = fixture.called.filter((id) => id === 'a').length - 60;
    expect(retries).toBeGreaterThan(10);
    expect(retries).toBeLessThan(60);
    expect(fixture.called.filter((id) => id === 'b')).toHaveLength(60);
  });

  it('are not added to retry.maxRetries: the larger number counts', async () => {
    const options = { chain: { targets: [{ target: 'a/model', retries: 1 }], maxAttempts: 9 } };
    await using fixture = chainFixture({ a: busy }, { ...options, breaker: false });
    await settle(fixture.clock, failureOf(fixture.ask().text()));
    expect(fixture.called).toHaveLength(3);
  });

  it('are made although retry.maxRetries is lower', async () => {
    const chain = sameFirst({ retries: 2 }, { retry: { maxRetries: 0 } });
    await using fixture = chainFixture({ a: busy, b: answer }, { chain });
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'a', 'a', 'b']);
  });

  it('wait for a Retry-After from the end of the attempt', async () => {
    const slow = [
      { type: 'wait', ms: 9000 } as const,
      fails('rate-limited', { retryAfterMs: 3000 }),
    ];
    const chain = sameFirst({ retries: 1, maxWaitMs: 3000 });
    await using fixture = chainFixture({ a: inTurn(slow, answer), b: answer }, { chain });
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'a']);
    expect(fixture.clock.now()).toBe(12_000);
  });

  it('wait for a Retry-After only within maxWaitMs', async () => {
    const limited = [fails('rate-limited', { retryAfterMs: 3000 })];
    const scripts = { a: inTurn(limited, answer), b: answer };
    const patient = sameFirst({ retries: 1, maxWaitMs: 3000 });
    await using waiting = chainFixture(scripts, { chain: patient });
    await settle(waiting.clock, waiting.ask().text());
    expect(waiting.called).toEqual(['a', 'a']);
    expect(waiting.clock.now()).toBe(3000);
    const impatient = sameFirst({ retries: 1, maxWaitMs: 2000 });
    await using leaving = chainFixture(scripts, { chain: impatient });
    await settle(leaving.clock, leaving.ask().text());
    expect(leaving.called).toEqual(['a', 'b']);
    expect(leaving.clock.now()).toBe(0);
  });

  it('do not wait for a Retry-After longer than maxWaitMs by the delay of a retry', async () => {
    const limited = [fails('rate-limited', { retryAfterMs: 2100 })];
    const scripts = { a: inTurn(limited, answer), b: answer };
    // The random delay is 125 ms.
    const chain = sameFirst({ retries: 1, maxWaitMs: 2000 });
    await using fixture = chainFixture(scripts, { chain });
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'b']);
    expect(fixture.clock.now()).toBe(0);
  });

  it('are made after the delay of a retry, also if it is longer than maxWaitMs', async () => {
    const limited = [fails('overloaded', { retryAfterMs: 120 })];
    const scripts = { a: inTurn(limited, answer), b: answer };
    const chain = sameFirst({ retries: 1, maxWaitMs: 100 });
    await using fixture = chainFixture(scripts, { chain });
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'a']);
    expect(fixture.clock.now()).toBe(125);
  });
});

describe('maxWaitMs of a target', () => {
  const scripts = { a: inTurn([fails('rate-limited', { retryAfterMs: 8000 })], answer), b: answer };

  it('waits for its cooldown although another target is ready', async () => {
    // More than retry.maxWaitMs, which is 5 s.
    await using fixture = chainFixture(scripts, { chain: sameFirst({ maxWaitMs: 8000 }) });
    await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called).toEqual(['a', 'b']);
    const second = fixture.ask();
    expect(await settle(fixture.clock, second.text())).toBe('yes');
    expect(logOf(second)).toEqual(['a succeeded']);
    expect(fixture.clock.now()).toBe(8000);
  });

  it('does not wait for one that takes longer', async () => {
    await using fixture = chainFixture(scripts, { chain: sameFirst({ maxWaitMs: 7999 }) });
    await settle(fixture.clock, fixture.ask().text());
    const second = fixture.ask();
    await settle(fixture.clock, second.text());
    expect(logOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    expect(fixture.clock.now()).toBe(0);
  });

  it('counts from the moment at which the chat needs the target, also if the wait was in vain', async () => {
    const limited = (retryAfterMs: number) => [fails('rate-limited', { retryAfterMs })];
    await using fixture = chainFixture(
      { a: inTurn(limited(2000), limited(2000), answer), b: answer },
      { chain: sameFirst({ maxWaitMs: 3000 }) },
    );
    await settle(fixture.clock, fixture.ask().text());
    // The first of them is the probe after 2 s, whose failure starts another cooldown of 2 s.
    const first = fixture.ask();
    const second = fixture.ask();
    await settle(fixture.clock, Promise.all([first.text(), second.text()]));
    expect(logOf(first)).toEqual(['a failed rate-limited', 'b succeeded']);
    expect(logOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
    expect(fixture.clock.now()).toBe(2000);
  });

  const takes = (ms: number) => [{ type: 'wait', ms } as const, ...answer];
  const firstChats = async (fixture: ChainFixture) => {
    const chats = [fixture.ask(), fixture.ask()];
    await settle(fixture.clock, Promise.all(chats.map((chat) => chat.text())));
    return chats.map(logOf);
  };

  it.each([
    ['maxConcurrent', 1000],
    ['requestsPerMinute', 61_000],
    ['tokensPerMinute', 61_000],
  ])('waits for a place of %s although another target is ready', async (limit, placeAt) => {
    const chain = sameFirst({ maxWaitMs: 62_000, [limit]: 1 });
    const options = { chain, estimateTokens: () => 1 };
    await using fixture = chainFixture({ a: takes(1000), b: answer }, options);
    expect(await firstChats(fixture)).toEqual([['a succeeded'], ['a succeeded']]);
    expect(fixture.clock.now()).toBe(placeAt + 1000);
  });

  it('falls back after it if no place of maxConcurrent becomes free', async () => {
    const chain = sameFirst({ maxWaitMs: 2000, maxConcurrent: 1 });
    await using fixture = chainFixture({ a: takes(9000), b: takes(1) }, { chain });
    const first = fixture.ask().text();
    const second = fixture.ask();
    await settle(fixture.clock, second.text());
    expect(logOf(second)).toEqual(['a skipped concurrency-limited', 'b succeeded']);
    expect(fixture.clock.now()).toBe(2001);
    expect(fixture.understudy.health()[0]).toMatchObject({ inFlight: 1, queued: 0 });
    await settle(fixture.clock, first);
  });

  it('falls back at once if it is known that a limit of a minute ends later', async () => {
    const chain = sameFirst({ maxWaitMs: 2000, requestsPerMinute: 1 });
    await using fixture = chainFixture({ a: answer, b: answer }, { chain });
    await settle(fixture.clock, fixture.ask().text());
    const second = fixture.ask();
    await settle(fixture.clock, second.text());
    expect(logOf(second)).toEqual(['a skipped rate-limited', 'b succeeded']);
    expect(fixture.clock.now()).toBe(0);
  });

  it('leaves half of the time until the deadline to a target that is ready', async () => {
    const chain = sameFirst({ maxWaitMs: 60_000, maxConcurrent: 1 });
    await using fixture = chainFixture({ a: takes(9000), b: takes(100) }, { chain });
    const first = fixture.ask().text();
    const second = fixture.ask({ deadlineMs: 3000 });
    expect(await settle(fixture.clock, second.text())).toBe('yes');
    expect(logOf(second)).toEqual(['a skipped concurrency-limited', 'b succeeded']);
    expect(fixture.clock.now()).toBe(1600);
    await settle(fixture.clock, first);
  });

  it('is used up to the deadline if no other target is ready', async () => {
    const chain = { targets: [{ target: 'a/model', maxWaitMs: 60_000, maxConcurrent: 1 }] };
    await using fixture = chainFixture({ a: takes(9000) }, { chain });
    const first = fixture.ask().text();
    const second = fixture.ask({ deadlineMs: 18_001 });
    expect(await settle(fixture.clock, second.text())).toBe('yes');
    expect(fixture.clock.now()).toBe(18_000);
    await first;
  });

  it('is 0 by default: another target that is ready is used', async () => {
    const chain = sameFirst({ maxConcurrent: 1 });
    await using fixture = chainFixture({ a: takes(1000), b: answer }, { chain });
    expect(await firstChats(fixture)).toEqual([
      ['a succeeded'],
      ['a skipped concurrency-limited', 'b succeeded'],
    ]);
  });

  it('does not wait beyond the deadline', async () => {
    const chain = sameFirst({ maxWaitMs: 60_000 }, { deadlineMs: 5000 });
    await using fixture = chainFixture(scripts, { chain });
    await settle(fixture.clock, fixture.ask().text());
    const second = fixture.ask();
    expect(await settle(fixture.clock, second.text())).toBe('yes');
    expect(logOf(second)).toEqual(['a skipped cooling-down', 'b succeeded']);
  });

  it('waits for the result of the probe of another chat', async () => {
    const slow = [{ type: 'wait', ms: 400 } as const, ...answer];
    await using fixture = chainFixture(
      { a: inTurn([fails('rate-limited', { retryAfterMs: 1000 })], slow), b: answer },
      { chain: sameFirst({ maxWaitMs: 2000 }) },
    );
    await settle(fixture.clock, fixture.ask().text());
    await fixture.clock.advance(1000);
    const chats = [fixture.ask(), fixture.ask()];
    await settle(fixture.clock, Promise.all(chats.map((chat) => chat.text())));
    expect(chats.map(logOf)).toEqual([['a succeeded'], ['a succeeded']]);
  });

  it('falls back if the probe of another chat takes longer', async () => {
    const slow = [{ type: 'wait', ms: 4000 } as const, ...answer];
    await using fixture = chainFixture(
      { a: inTurn([fails('rate-limited', { retryAfterMs: 1000 })], slow), b: answer },
      { chain: sameFirst({ maxWaitMs: 2000 }) },
    );
    await settle(fixture.clock, fixture.ask().text());
    await fixture.clock.advance(1000);
    const chats = [fixture.ask(), fixture.ask()];
    await settle(fixture.clock, Promise.all(chats.map((chat) => chat.text())));
    expect(chats.map(logOf)).toEqual([['a succeeded'], ['a skipped cooling-down', 'b succeeded']]);
  });
});

describe('errorRules of a target', () => {
  it('take precedence over those of the chain, field by field', async () => {
    const filtered = [fails('content-filtered')];
    const rule = (fallback: 'yes' | 'no') => ({ 'content-filtered': { fallback } });
    const chain = sameFirst({ errorRules: rule('yes') }, { errorRules: rule('no') });
    await using fixture = chainFixture({ a: filtered, b: filtered, c: answer }, { chain });
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'content-filtered' });
    expect(fixture.called).toEqual(['a', 'b']);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(fixture.understudy.explain({ model: 'main', messages }).targets).toMatchObject([
      { errorRules: rule('yes') },
      { errorRules: rule('no') },
    ]);
  });
});

describe('parameters and providerOptions of a target', () => {
  async function requestOf(
    options: object,
    request: Partial<ChatRequest>,
  ): Promise<ChatRequest | undefined> {
    const chain = { targets: [{ target: 'a/model', ...options }] };
    await using fixture = chainFixture({ a: answer }, { chain });
    await fixture.ask({}, request).text();
    return fixture.provider('a').requests[0];
  }

  it('leave a field of the request out with null', async () => {
    const parameters = { temperature: null, seed: null, maxOutputTokens: 5 };
    const request = { temperature: 1, topP: 0.5, maxOutputTokens: 9 };
    const received = await requestOf({ parameters }, request);
    expect(received).toMatchObject({ topP: 0.5, maxOutputTokens: 5 });
    expect(received).not.toHaveProperty('temperature');
    expect(received).not.toHaveProperty('seed');
  });

  it('are merged over those of the request', async () => {
    const providerOptions = { tier: 'flex', order: ['x'] };
    expect(await requestOf({ providerOptions }, {})).toMatchObject({
      providerOptions: { a: providerOptions },
    });
    const given = { a: { tier: 'fast', user: 'me' }, b: { other: 1 } };
    const received = await requestOf({ providerOptions }, { providerOptions: given });
    expect(received?.providerOptions).toEqual({ a: { tier: 'flex', order: ['x'], user: 'me' } });
  });

  it('do not change when the app changes its own objects', async () => {
    const providerOptions = { tier: 'flex', list: [1] };
    const targets = [{ target: 'a/model', providerOptions }];
    await using fixture = chainFixture({ a: answer }, { chain: { targets } });
    providerOptions.list.push(2);
    await fixture.ask().text();
    const [received] = fixture.provider('a').requests;
    expect(received?.providerOptions).toEqual({ a: { tier: 'flex', list: [1] } });
  });
});

describe('contextTokens of a target', () => {
  const tooLong = [fails('context-length-exceeded')];

  it('keep a chat that is too long from smaller targets whose window the provider does not know', async () => {
    const targets = [
      { target: 'a/model', contextTokens: 8000 },
      { target: 'b/model', contextTokens: 4000 },
      { target: 'c/model', contextTokens: 16_000 },
    ];
    await using fixture = chainFixture(
      { a: tooLong, b: tooLong, c: answer },
      { chain: { targets } },
    );
    await fixture.ask().text();
    expect(fixture.called).toEqual(['a', 'c']);
  });

  it('are named by the error of a target whose window is not known', async () => {
    await using fixture = chainFixture({ a: tooLong });
    expect(await failureOf(fixture.ask().text())).toMatchObject({
      code: 'context-length-exceeded',
      hint: expect.stringContaining('`contextTokens`'),
    });
  });
});

it('explain() shows the options of a target', async () => {
  const options = {
    providerOptions: { tier: 'flex' },
    maxConcurrent: 3,
    requestsPerMinute: 4,
    tokensPerMinute: 5,
    retries: 1,
    maxWaitMs: 6,
    contextTokens: 7,
    errorRules: { timeout: { retry: 'no' } },
  };
  await using fixture = chainFixture({ a: answer, b: answer }, { chain: sameFirst(options) });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const { targets, policy } = fixture.understudy.explain({ model: 'main', messages });
  expect(targets).toMatchObject([
    options,
    {
      providerOptions: undefined,
      requestsPerMinute: undefined,
      retries: 0,
      maxWaitMs: 0,
      contextTokens: undefined,
      errorRules: {},
    },
  ]);
  expect(policy.maxAttempts).toBe(4);
});

it('the options of an outer target take precedence over those of an inner chain', async () => {
  const outer = { retries: 2, contextTokens: 9, providerOptions: { b: 2 } };
  const inner = {
    retries: 1,
    maxWaitMs: 5,
    providerOptions: { a: 1, b: 1 },
    errorRules: { timeout: { retry: 'no' } },
  } as const;
  await using fixture = chainFixture(
    { a: answer },
    {
      chain: {
        targets: [{ target: 'inner', ...outer, errorRules: { timeout: { fallback: 'no' } } }],
      },
      chains: { inner: [{ target: 'a/model', ...inner }] },
    },
  );
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  expect(fixture.understudy.explain({ model: 'main', messages }).targets).toMatchObject([
    {
      retries: 2,
      maxWaitMs: 5,
      contextTokens: 9,
      providerOptions: { a: 1, b: 2 },
      errorRules: { timeout: { retry: 'no', fallback: 'no' } },
    },
  ]);
});

describe('the options of a call', () => {
  const messages = [{ role: 'user', content: 'Hi' }] as const;

  it('take precedence over retry and maxAttempts of the chain and the runtime', async () => {
    await using fixture = chainFixture(
      { a: busy },
      {
        breaker: false,
        retry: { maxRetries: 1, maxWaitMs: 7 },
        chain: { maxAttempts: 2, retry: { maxRetries: 2 } },
      },
    );
    const options = { retry: { maxRetries: 4 }, maxAttempts: 4 };
    await settle(fixture.clock, failureOf(fixture.ask(options).text()));
    expect(fixture.called).toHaveLength(4);
    const { policy } = fixture.understudy.explain({ model: 'main', messages }, options);
    expect(policy).toMatchObject({ maxAttempts: 4, retry: { maxRetries: 4, maxWaitMs: 7 } });
    await settle(fixture.clock, failureOf(fixture.ask().text()));
    expect(fixture.called).toHaveLength(6);
  });

  it.each([
    [{ retry: { maxRetries: -1 } }, 'options.retry.maxRetries'],
    [{ retry: { retries: 1 } }, 'options.retry.retries'],
    [{ retry: 3 }, 'options.retry'],
    [{ maxAttempts: 0 }, 'options.maxAttempts'],
    [{ retries: 3 }, 'options.retries'],
  ])('%j is rejected with its path', async (options, path) => {
    await using fixture = chainFixture({ a: answer });
    const request: ChatRequest = { model: 'main', messages };
    expect(await failureOf(fixture.understudy.chat(request, Object(options)).text())).toMatchObject(
      {
        code: 'invalid-configuration',
        path,
      },
    );
  });
});
