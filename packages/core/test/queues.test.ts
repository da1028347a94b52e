import type { ChatStream, Provider } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { createTestContext, ManualClock, ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import type { ChainFixture, ChainFixtureOptions } from './chain-fixture.ts';
import { chainFixture, fails, inTurn, logOf } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const slow = [{ type: 'wait', ms: 1000 }, text('yes'), finish] as const;
const usage = (inputTokens: number, outputTokens: number) =>
  ({ type: 'usage', inputTokens, outputTokens }) as const;

function limited(limits: object, options: ChainFixtureOptions = {}): ChainFixtureOptions {
  return { ...options, chain: { targets: [{ target: 'a/model', ...limits }], ...options.chain } };
}

/** Starts chats in order. Returns when each has ended, on the virtual clock. */
function askMany(fixture: ChainFixture, chats: number): readonly Promise<number | string>[] {
  return Array.from({ length: chats }, async () => {
    try {
      await fixture.ask().text();
      return fixture.clock.now();
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  });
}

/** Resolves to the value or to the error. */
function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error);
}

/** The instants at which the requests of a target were sent. */
function recordRequests(fixture: () => ChainFixture, sent: number[]) {
  return () => {
    sent.push(fixture().clock.now());
    return [text('yes'), { type: 'wait', ms: 1000 }, finish] as const;
  };
}

describe('maxConcurrent', () => {
  it('lets five chats wait for two places, in order', async () => {
    await using fixture = chainFixture({ a: slow }, limited({ maxConcurrent: 2 }));
    const ends = askMany(fixture, 5);
    await fixture.clock.advance(1);
    expect(fixture.understudy.health()[0]).toMatchObject({ inFlight: 2, queued: 3 });
    await fixture.clock.advance(10_000);
    expect(await Promise.all(ends)).toEqual([1000, 1000, 2000, 2000, 3000]);
    expect(fixture.understudy.health()[0]).toMatchObject({ inFlight: 0, queued: 0 });
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('logs how long a chat waited in the queue of its target', async () => {
    const fast = [{ type: 'wait', ms: 400 }, text('fast'), finish] as const;
    await using fixture = chainFixture(
      { a: slow, b: fast },
      {
        chain: {
          targets: [
            { target: 'a/model', maxConcurrent: 1 },
            { target: 'b/model', maxConcurrent: 1 },
          ],
        },
      },
    );
    const chats = [fixture.ask(), fixture.ask(), fixture.ask()];
    const ends = chats.map((chat) => chat.text());
    await fixture.clock.advance(5000);
    await Promise.all(ends);
    const log = chats.map(({ attempts }) =>
      attempts.map(({ provider, queuedMs, outcome }) => ({ provider, queuedMs, outcome })),
    );
    expect(log).toEqual([
      [{ provider: 'a', queuedMs: undefined, outcome: 'succeeded' }],
      [
        { provider: 'a', queuedMs: undefined, outcome: 'skipped' },
        { provider: 'b', queuedMs: undefined, outcome: 'succeeded' },
      ],
      [
        { provider: 'a', queuedMs: undefined, outcome: 'skipped' },
        { provider: 'b', queuedMs: 400, outcome: 'succeeded' },
      ],
    ]);
    expect(chats[0]?.attempts[0]).not.toHaveProperty('queuedMs');
  });

  it('lets another ready target go first', async () => {
    await using fixture = chainFixture(
      { a: slow, b: [text('b'), finish] },
      { chain: { targets: [{ target: 'a/model', maxConcurrent: 1 }, 'b/model'] } },
    );
    const first = fixture.ask().text();
    await fixture.clock.advance(1);
    const second = fixture.ask();
    expect(await second.text()).toBe('b');
    expect(logOf(second)).toEqual(['a skipped concurrency-limited', 'b succeeded']);
    await fixture.clock.advance(1000);
    expect(await first).toBe('yes');
  });

  it('gives the place of whichever target is free first', async () => {
    const slower = [{ type: 'wait', ms: 3000 }, text('slower'), finish] as const;
    await using fixture = chainFixture(
      { a: slower, b: slow },
      {
        chain: {
          targets: [
            { target: 'a/model', maxConcurrent: 1 },
            { target: 'b/model', maxConcurrent: 1 },
          ],
        },
      },
    );
    const ends = askMany(fixture, 4);
    await fixture.clock.advance(20_000);
    expect(
      (await Promise.all(ends)).toSorted((left, right) => Number(left) - Number(right)),
    ).toEqual([1000, 2000, 3000, 3000]);
    expect(fixture.called).toEqual(['a', 'b', 'b', 'b']);
  });

  it('waits at most maxWaitMs, and at most until the deadline', async () => {
    const hang = [{ type: 'hang' }] as const;
    await using fixture = chainFixture({ a: hang }, limited({ maxConcurrent: 1 }));
    fixture
      .ask()
      .text()
      .catch(() => {});
    await fixture.clock.advance(1);
    const late = failureOf(fixture.ask().text());
    const early = failureOf(fixture.ask({ deadlineMs: 1000 }).text());
    await fixture.clock.advance(4998);
    // The other chat. The place of the chat itself does not count.
    expect(await early).toMatchObject({
      code: 'concurrency-limited',
      message: 'a: maxConcurrent reached (at most 1 call in flight); 1 chat in the queue',
    });
    expect(fixture.understudy.health()[0]).toMatchObject({ queued: 1 });
    await fixture.clock.advance(2);
    expect(await late).toMatchObject({
      code: 'concurrency-limited',
      provider: 'a',
      message: 'a: maxConcurrent reached (at most 1 call in flight)',
    });
    expect(fixture.understudy.health()[0]).toMatchObject({ queued: 0 });
  });

  it('has the same error if the timer of the deadline is late', async () => {
    class LateClock extends ManualClock {
      override setTimer(callback: () => void, delayMs: number): () => void {
        return super.setTimer(callback, delayMs + 5);
      }
    }
    const clock = new LateClock();
    const hang = [{ type: 'hang' }] as const;
    const options = limited({ maxConcurrent: 1 }, { ports: { clock } });
    await using fixture = chainFixture({ a: hang }, options);
    fixture
      .ask()
      .text()
      .catch(() => {});
    await clock.advance(1);
    const failing = failureOf(fixture.ask({ deadlineMs: 1000 }).text());
    await clock.advance(1100);
    expect(await failing).toMatchObject({ code: 'concurrency-limited' });
  });

  it('lets a canceled chat leave at once, and the next one take its turn', async () => {
    await using fixture = chainFixture({ a: slow }, limited({ maxConcurrent: 1 }));
    const controller = new AbortController();
    const first = fixture.ask().text();
    await fixture.clock.advance(1);
    const aborted = failureOf(fixture.ask({ signal: controller.signal }).text());
    const canceled: ChatStream = fixture.ask();
    const canceledText = failureOf(canceled.text());
    const last = fixture.ask().text();
    await fixture.clock.advance(1);
    expect(fixture.understudy.health()[0]).toMatchObject({ queued: 3 });
    const reason = new Error('gone');
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    await canceled.cancel(reason);
    expect(await canceledText).toBe(reason);
    await fixture.clock.advance(0);
    expect(fixture.understudy.health()[0]).toMatchObject({ queued: 1 });
    await fixture.clock.advance(2000);
    expect([await first, await last]).toEqual(['yes', 'yes']);
    expect(fixture.called).toHaveLength(2);
  });

  it('lets a canceled chat leave at once while an earlier attempt of it has not ended its cleanup', async () => {
    const hanging = [{ type: 'ignore-signal' }] as const;
    const fixture = chainFixture(
      { a: inTurn(hanging, slow) },
      limited(
        { maxConcurrent: 1 },
        { chain: { timeouts: { firstContentMs: 10, idleMs: 5000 }, retry: { initialDelayMs: 0 } } },
      ),
    );
    const { clock, understudy } = fixture;
    const controller = new AbortController();
    const canceled = settled(fixture.ask({ signal: controller.signal }).text());
    await clock.advance(5);
    const other = settled(fixture.ask({ timeouts: { firstContentMs: 5000 } }).text());
    await clock.advance(6);
    expect(understudy.health()[0]).toMatchObject({ inFlight: 1, queued: 1 });
    controller.abort();
    await canceled;
    expect(understudy.health()[0]).toMatchObject({ queued: 0 });
    await clock.advance(10_000);
    expect(await other).toBe('yes');
    expect(clock.timerCount).toBe(0);
    const closing = settled(understudy.close({ timeoutMs: 10 }));
    await clock.advance(10);
    await closing;
  });

  it('lets a chat that fails leave although an earlier attempt of it has not ended its cleanup', async () => {
    const fixture = chainFixture(
      { a: inTurn([{ type: 'ignore-signal' }], slow) },
      limited({ maxConcurrent: 1 }, { chain: { retry: { initialDelayMs: 0, maxWaitMs: 100 } } }),
    );
    const { clock, understudy } = fixture;
    const failed = settled(fixture.ask({ timeouts: { firstContentMs: 10 } }).text());
    await clock.advance(5);
    const other = settled(fixture.ask().text());
    await clock.advance(200);
    await failed;
    expect(understudy.health()[0]).toMatchObject({ inFlight: 1, queued: 0 });
    await clock.advance(10_000);
    expect(await other).toBe('yes');
    const closing = settled(understudy.close({ timeoutMs: 10 }));
    await clock.advance(10);
    await closing;
  });

  it('lets all chats leave when the runtime is closed', async () => {
    const fixture = chainFixture({ a: [{ type: 'hang' }] }, limited({ maxConcurrent: 1 }));
    const ends = askMany(fixture, 3);
    await fixture.clock.advance(1);
    await fixture.understudy.close();
    expect(await Promise.all(ends)).toEqual(['closed', 'closed', 'closed']);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('is shown by explain() with the queue', async () => {
    await using fixture = chainFixture({ a: slow }, limited({ maxConcurrent: 1 }));
    const ends = askMany(fixture, 3);
    await fixture.clock.advance(1);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { targets } = fixture.understudy.explain({ model: 'main', messages });
    expect(targets[0]?.skipped).toEqual({
      code: 'concurrency-limited',
      message: 'maxConcurrent reached (at most 1 call in flight); 2 chats in the queue',
      retryAfterMs: undefined,
    });
    await fixture.clock.advance(5000);
    await Promise.all(ends);
  });

  it('is shown with what it allows, not as the use', async () => {
    const limits = { tokensPerMinute: 100 };
    const options = { ...limited(limits), estimateTokens: () => 60 };
    await using fixture = chainFixture({ a: [text('yes'), finish] }, options);
    await fixture.ask().text();
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { targets } = fixture.understudy.explain({ model: 'main', messages });
    expect(targets[0]?.skipped).toMatchObject({
      message: 'tokensPerMinute reached (at most 100 tokens in 60 s)',
    });
  });

  it('is that of the first chat in the queue, which can be from another chain', async () => {
    await using fixture = chainFixture(
      { a: slow },
      limited(
        { maxConcurrent: 1 },
        { chains: { other: [{ target: 'a/model', requestsPerMinute: 99 }] } },
      ),
    );
    const ends = askMany(fixture, 2);
    await fixture.clock.advance(1);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { targets } = fixture.understudy.explain({ model: 'other', messages });
    expect(targets[0]?.skipped).toMatchObject({
      message: 'maxConcurrent reached (at most 1 call in flight); 1 chat in the queue',
    });
    await fixture.clock.advance(5000);
    await Promise.all(ends);
  });

  it('costs the same for each of many chats', async () => {
    const answer = [text('yes'), finish] as const;
    await using fixture = chainFixture(
      { a: answer },
      limited({ maxConcurrent: 1 }, { retry: { maxWaitMs: 1_000_000 } }),
    );
    const ends = askMany(fixture, 2000);
    await fixture.clock.advance(1);
    expect(await Promise.all(ends)).not.toContain('concurrency-limited');
    expect(fixture.called).toHaveLength(2000);
  });
});

describe('a retry in a queue', () => {
  const failing = [{ type: 'wait', ms: 10 }, fails('server-error')] as const;

  it('does not hold a place while it is delayed', async () => {
    await using fixture = chainFixture(
      { a: inTurn(failing, failing, [text('a'), finish]) },
      limited({ maxConcurrent: 1 }),
    );
    const ends = askMany(fixture, 2);
    await fixture.clock.advance(10_000);
    // The second chat waits for the result of the first retry, and then 125 ms.
    expect(await Promise.all(ends)).toEqual([135, 260]);
  });

  it('does not wait for its own result', async () => {
    const slowly = [{ type: 'wait', ms: 100 }, text('a'), finish] as const;
    await using fixture = chainFixture(
      { a: inTurn(failing, failing, failing, failing, slowly) },
      limited({ maxConcurrent: 1 }, { chain: { retry: { initialDelayMs: 0 } } }),
    );
    const ends = askMany(fixture, 3);
    await fixture.clock.advance(10_000);
    expect(await Promise.all(ends)).toEqual([140, 240, 340]);
  });

  it('leaves a place to others while the chat waits for a target that goes first', async () => {
    await using fixture = chainFixture(
      { a: slow, b: slow },
      {
        chain: {
          targets: [
            { target: 'a/model', maxConcurrent: 1, maxWaitMs: 4000 },
            { target: 'b/model', maxConcurrent: 1 },
          ],
        },
      },
    );
    const { understudy, clock } = fixture;
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const other = understudy.chat({ model: 'b/model', messages }).text();
    await clock.advance(1);
    const ends = askMany(fixture, 3);
    await clock.advance(10_000);
    expect(await Promise.all([other, ...ends])).toEqual(['yes', 1001, 2001, 3001]);
    expect(fixture.called).toEqual(['b', 'a', 'a', 'a']);
  });
});

describe('requestsPerMinute', () => {
  it('allows that many requests in any 60 seconds, in order', async () => {
    const sent: number[] = [];
    await using fixture: ChainFixture = chainFixture(
      { a: recordRequests(() => fixture, sent) },
      limited({ requestsPerMinute: 2 }, { retry: { maxWaitMs: 200_000 } }),
    );
    const first = fixture.ask().text();
    await fixture.clock.advance(20_000);
    const ends = askMany(fixture, 4);
    await fixture.clock.advance(200_000);
    expect(await first).toBe('yes');
    expect(sent).toEqual([0, 20_000, 60_000, 80_000, 120_000]);
    expect(await Promise.all(ends)).toEqual([21_000, 61_000, 81_000, 121_000]);
  });

  it('fails with rate-limited if the wait is longer than maxWaitMs', async () => {
    await using fixture = chainFixture({ a: slow }, limited({ requestsPerMinute: 1 }));
    const [first, second] = askMany(fixture, 2);
    await fixture.clock.advance(6000);
    expect([await first, await second]).toEqual([1000, 'rate-limited']);
  });

  it('fails at once if the limit does not end within maxWaitMs, and says when it does', async () => {
    await using fixture = chainFixture({ a: slow }, limited({ requestsPerMinute: 1 }));
    await Promise.all([fixture.ask().text(), fixture.clock.advance(1000)]);
    const error = await failureOf(fixture.ask().text());
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 60_000 });
    expect(fixture.clock.now()).toBe(1000);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('counts repeated requests of an attempt', async () => {
    const error = new Error('not reserved');
    const replaying = [{ type: 'reserve-request', error }, text('yes'), finish] as const;
    await using fixture = chainFixture({ a: replaying }, limited({ requestsPerMinute: 3 }));
    expect(await fixture.ask().text()).toBe('yes');
    const second = fixture.ask();
    expect(await failureOf(second.text())).toMatchObject({ cause: error });
    expect(second.attempts[0]).toMatchObject({ outcome: 'failed', requests: 1 });
  });

  it('counts the request of an attempt that is canceled before its first event', async () => {
    await using fixture = chainFixture(
      { a: inTurn([{ type: 'hang' }], [text('yes'), finish]) },
      limited({ requestsPerMinute: 1 }, { retry: { maxWaitMs: 0 } }),
    );
    const chat = fixture.ask();
    const canceled = failureOf(chat.text());
    await fixture.clock.advance(1);
    await chat.cancel();
    await canceled;
    expect(chat.attempts[0]).toMatchObject({ outcome: 'aborted', requests: 1 });
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'rate-limited' });
    await fixture.clock.advance(60_000);
    expect(await fixture.ask().text()).toBe('yes');
  });

  it('gives back the request of an attempt that sent none', async () => {
    const { definition } = new ScriptedProvider<string>({
      id: 'a',
      models: ['model'],
      lifecycle: { state: 'active' },
      capabilities: {},
      script: [text('yes'), finish],
    });
    let creations = 0;
    await using understudy = createUnderstudy({
      providers: [
        defineTestProvider('a', (): Provider | Promise<Provider> => {
          creations += 1;
          if (creations === 1) throw new Error('not created');
          return definition.create(createTestContext());
        }),
      ],
      chains: { main: [{ target: 'a/model', requestsPerMinute: 1 }] },
      retry: { maxRetries: 0, maxWaitMs: 0 },
    });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const failed = understudy.chat({ model: 'main', messages });
    await failureOf(failed.text());
    expect(failed.attempts[0]).toMatchObject({ outcome: 'failed', requests: 0 });
    expect(await understudy.chat({ model: 'main', messages }).text()).toBe('yes');
  });
});

describe('tokensPerMinute', () => {
  const estimateTokens = (): number => 60;

  it('reserves the estimate, and settles it with what the vendor reports', async () => {
    const cheap = [text('yes'), usage(5, 5), finish] as const;
    await using fixture = chainFixture(
      { a: cheap },
      limited({ tokensPerMinute: 100 }, { estimateTokens, retry: { maxWaitMs: 0 } }),
    );
    // Each estimate is 60, so that a second one fits only because the first one is settled.
    for (let chat = 0; chat < 5; chat += 1) expect(await fixture.ask().text()).toBe('yes');
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'rate-limited' });
    await fixture.clock.advance(60_000);
    expect(await fixture.ask().text()).toBe('yes');
  });

  it('charges what exceeds the estimate to the next minute', async () => {
    const dear = [text('yes'), usage(150, 50), finish] as const;
    await using fixture = chainFixture(
      { a: inTurn(dear, [text('yes'), usage(1, 1), finish]) },
      limited({ tokensPerMinute: 100 }, { estimateTokens, retry: { maxWaitMs: 0 } }),
    );
    expect(await fixture.ask().text()).toBe('yes');
    await fixture.clock.advance(59_999);
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'rate-limited' });
    await fixture.clock.advance(1);
    expect(await fixture.ask().text()).toBe('yes');
  });

  it('keeps the estimate if the vendor reports no tokens', async () => {
    await using fixture = chainFixture(
      { a: [text('yes'), finish] },
      limited({ tokensPerMinute: 100 }, { estimateTokens, retry: { maxWaitMs: 0 } }),
    );
    expect(await fixture.ask().text()).toBe('yes');
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'rate-limited' });
  });

  it('rejects a request that no minute allows, with the next target', async () => {
    await using fixture = chainFixture(
      { a: slow, b: [text('b'), finish] },
      {
        chain: { targets: [{ target: 'a/model', tokensPerMinute: 10 }, 'b/model'] },
        estimateTokens,
      },
    );
    const chat = fixture.ask();
    expect(await chat.text()).toBe('b');
    expect(chat.attempts[0]?.error).toEqual({
      code: 'rate-limited',
      message: 'a: the request needs about 60 tokens, more than tokensPerMinute (10)',
    });
  });

  it('estimates a quarter of the characters and maxOutputTokens by default', async () => {
    await using fixture = chainFixture(
      { a: [text('yes'), finish] },
      limited({ tokensPerMinute: 110 }, { retry: { maxWaitMs: 0 } }),
    );
    const request = {
      messages: [{ role: 'user', content: 'x'.repeat(40) }],
      maxOutputTokens: 100,
    } as const;
    expect(await fixture.ask({}, request).text()).toBe('yes');
    const larger = { ...request, maxOutputTokens: 101 };
    expect(await failureOf(fixture.ask({}, larger).text())).toMatchObject({
      message: expect.stringContaining('about 111 tokens'),
    });
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 'many'])(
    'rejects an estimate of %s',
    async (estimate) => {
      await using fixture = chainFixture(
        { a: slow },
        limited({ tokensPerMinute: 100 }, { estimateTokens: () => estimate as number }),
      );
      expect(await failureOf(fixture.ask().text())).toMatchObject({
        code: 'invalid-configuration',
        message: expect.stringContaining('estimateTokens()'),
      });
    },
  );
});

it.each([
  [{ maxConcurrent: 0 }, 'chains.main.targets[0].maxConcurrent'],
  [{ requestsPerMinute: 0 }, 'chains.main.targets[0].requestsPerMinute'],
  [{ tokensPerMinute: 1.5 }, 'chains.main.targets[0].tokensPerMinute'],
])('rejects a limit of %o with its path', (limits, path) => {
  expect(() => chainFixture({ a: slow }, limited(limits))).toThrow(path);
});

it('reports an error of estimateTokens as internal, with its cause', async () => {
  const cause = new Error('no tokenizer');
  const estimateTokens = (): never => {
    throw cause;
  };
  await using fixture = chainFixture(
    { a: slow },
    limited({ tokensPerMinute: 9 }, { estimateTokens }),
  );
  expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'internal', cause });
});

it('rejects an estimateTokens that is no function', () => {
  const options = { estimateTokens: 5 as never };
  expect(() => chainFixture({ a: slow }, options)).toThrow('estimateTokens: expected a function');
});
