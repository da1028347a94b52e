import { modelRef } from '@understudy/core';
import type { ChainOptions, ChatEvent, TelemetryEvent } from '@understudy/core';
import { ProviderError } from '@understudy/core/provider';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { ChainFixture } from './chain-fixture.ts';
import { chainFixture, eventsOf, fails, inTurn, logOf, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const usage = (outputTokens: number) => ({ type: 'usage', inputTokens: 1, outputTokens }) as const;

/** A response whose first content takes a time. */
const after = (ms: number, word: string) =>
  [{ type: 'wait', ms }, text(word), { type: 'wait', ms: 10 }, usage(5), finish] as const;

function hedged(
  hedge: ChainOptions['hedge'],
  more: Partial<ChainOptions> = {},
): {
  readonly chain: Partial<ChainOptions>;
} {
  return { chain: { hedge, ...more } };
}

const afterASecond = hedged({ afterMs: 1000 });

const thinking = { type: 'progress', activity: 'thinking' } as const;

/** The start of the response, and its texts. */
function contentOf(events: readonly ChatEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'response-start') return event.type;
    return event.type === 'text-delta' ? event.text : [];
  });
}

describe('hedging', () => {
  it.each(['text', 'events'] as const)(
    'starts the next target after the delay; the first content wins (%s)',
    async (reads) => {
      await using fixture = chainFixture({ a: after(5000, 'a'), b: after(100, 'b') }, afterASecond);
      const chat = fixture.ask();
      const read = async (): Promise<string> => {
        if (reads === 'text') return chat.text();
        let all = '';
        for await (const event of chat) if (event.type === 'text-delta') all += event.text;
        return all;
      };
      expect(await settle(fixture.clock, read())).toBe('b');
      expect(fixture.clock.now()).toBe(1110);
      expect(logOf(chat)).toEqual(['a outpaced', 'b succeeded']);
      expect(chat.attempts[0]).toMatchObject({ totalMs: 1100, firstContentMs: undefined });
      expect(chat.attempts.map(({ hedge }) => hedge)).toEqual([undefined, true]);
      expect(chat.attempts[0]).not.toHaveProperty('hedge');
      expect(fixture.understudy.health()).toMatchObject([
        { provider: 'a', inFlight: 0, breaker: 'closed' },
        { provider: 'b', inFlight: 0 },
      ]);
      expect(fixture.clock.timerCount).toBe(0);
    },
  );

  it('asks nobody else if content arrives before the delay', async () => {
    await using fixture = chainFixture({ a: after(999, 'a'), b: after(1, 'b') }, afterASecond);
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('a');
    expect(fixture.called).toEqual(['a']);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('keeps the first target if its content arrives earlier', async () => {
    await using fixture = chainFixture({ a: after(1050, 'a'), b: after(100, 'b') }, afterASecond);
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('a');
    expect(logOf(chat)).toEqual(['a succeeded', 'b outpaced']);
  });

  it('reports the target that responded to telemetry, not one that started later', async () => {
    const events: TelemetryEvent[] = [];
    await using fixture = chainFixture(
      { a: after(1050, 'a'), b: after(100, 'b') },
      { ...afterASecond, onEvent: (event) => void events.push(event) },
    );
    await settle(fixture.clock, fixture.ask().text());
    expect(events.at(-1)).toMatchObject({
      type: 'chat-end',
      provider: 'a',
      response: { model: 'model' },
    });
  });

  it('passes on the events of the winner only, and those of all attempts', async () => {
    await using fixture = chainFixture(
      { a: [thinking, ...after(5000, 'a')], b: [thinking, ...after(100, 'b')] },
      afterASecond,
    );
    const { events, error } = await settle(fixture.clock, eventsOf(fixture.ask()));
    expect(error).toBeUndefined();
    const summary = events.map((event) =>
      'attemptNumber' in event
        ? `${event.type} ${event.attemptNumber}${'outcome' in event ? ` ${event.outcome}` : ''}`
        : event.type === 'text-delta'
          ? `text ${event.text}`
          : event.type,
    );
    expect(summary).toEqual([
      'attempt-start 1',
      'progress',
      'attempt-start 2',
      'progress',
      'response-start',
      'text b',
      'attempt-end 1 outpaced',
      'usage',
      'finish',
      'attempt-end 2 succeeded',
    ]);
  });

  it.each([
    [
      'the hedged attempt',
      { a: after(5000, 'a'), b: [thinking, text('b'), usage(5), finish] },
      'b',
    ],
    [
      'the first attempt',
      {
        a: [{ type: 'wait', ms: 1500 }, thinking, text('a'), usage(5), finish],
        b: after(5000, 'b'),
      },
      'a',
    ],
  ] as const)(
    'loses no content that follows progress at once, of %s',
    async (_name, scripts, expected) => {
      await using fixture = chainFixture(scripts, afterASecond);
      const { events } = await settle(fixture.clock, eventsOf(fixture.ask()));
      expect(contentOf(events)).toEqual(['response-start', expected]);
    },
  );

  it('loses no content that arrives while the caller does not read', async () => {
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: [thinking, ...after(100, 'b')] },
      afterASecond,
    );
    const events: ChatEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of fixture.ask()) {
        events.push(event);
        const isOfHedge = event.type === 'attempt-start' && event.provider === 'b';
        if (isOfHedge) await new Promise<void>((resolve) => fixture.clock.setTimer(resolve, 500));
      }
    };
    await settle(fixture.clock, read());
    expect(contentOf(events)).toEqual(['response-start', 'b']);
  });

  it('counts the delay from the start of the attempt if it reports progress meanwhile', async () => {
    await using fixture = chainFixture(
      { a: [{ type: 'wait', ms: 400 }, thinking, ...after(5000, 'a')], b: after(100, 'b') },
      afterASecond,
    );
    const { events } = await settle(fixture.clock, eventsOf(fixture.ask()));
    expect(events.map(({ type }) => type).slice(0, 3)).toEqual([
      'attempt-start',
      'progress',
      'attempt-start',
    ]);
    expect(fixture.clock.now()).toBe(1110);
  });

  it('starts no attempt after a failure before the delay, but falls back', async () => {
    await using fixture = chainFixture(
      { a: [{ type: 'wait', ms: 400 }, fails('server-error')], b: after(100, 'b') },
      afterASecond,
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('b');
    expect(fixture.clock.now()).toBe(510);
    expect(chat.attempts.map(({ outcome, hedge }) => [outcome, hedge])).toEqual([
      ['failed', undefined],
      ['succeeded', undefined],
    ]);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('continues with the other attempt if one fails', async () => {
    const late = [{ type: 'wait', ms: 1500 }, fails('server-error')] as const;
    await using fixture = chainFixture({ a: late, b: after(2000, 'b') }, afterASecond);
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('b');
    expect(logOf(chat)).toEqual(['a failed server-error', 'b succeeded']);
    expect(fixture.called).toEqual(['a', 'b']);
  });

  it('goes on with the chain if all attempts fail', async () => {
    const late = [{ type: 'wait', ms: 1500 }, fails('server-error')] as const;
    await using fixture = chainFixture(
      { a: late, b: [{ type: 'wait', ms: 600 }, fails('server-error')], c: after(1, 'c') },
      hedged({ afterMs: 1000 }),
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('c');
    expect(logOf(chat)).toEqual(['a failed server-error', 'b failed server-error', 'c succeeded']);
  });

  it('records the token counts of both attempts', async () => {
    const counted = [usage(7), ...after(5000, 'a')] as const;
    await using fixture = chainFixture({ a: counted, b: after(100, 'b') }, afterASecond);
    const response = await settle(fixture.clock, fixture.ask().response());
    expect(response.attempts.map(({ usage: counts }) => counts?.outputTokens)).toEqual([7, 5]);
    expect(response.usage).toMatchObject({ outputTokens: 5 });
    expect(response.totalUsage).toMatchObject({ outputTokens: 12 });
  });

  it('aborts the signal of the loser at once', async () => {
    await using fixture = chainFixture({ a: after(5000, 'a'), b: after(100, 'b') }, afterASecond);
    const chat = fixture.ask();
    const answer = chat.text();
    await fixture.clock.advance(1100);
    expect(fixture.understudy.health()).toMatchObject([{ inFlight: 0 }, { inFlight: 1 }]);
    await fixture.clock.advance(10);
    expect(await answer).toBe('b');
  });

  it.each(['first-content', 'complete'] as const)(
    'starts no attempt after the first content (commit %s)',
    async (commit) => {
      const early = [
        { type: 'wait', ms: 900 },
        text('a'),
        { type: 'wait', ms: 5000 },
        finish,
      ] as const;
      await using fixture = chainFixture(
        { a: early, b: after(1, 'b') },
        hedged({ afterMs: 1000 }, { commit }),
      );
      const chat = fixture.ask();
      const { events } = await settle(fixture.clock, eventsOf(chat));
      expect(events.filter(({ type }) => type === 'text-delta')).toEqual([text('a')]);
      expect(logOf(chat)).toEqual(['a succeeded']);
      expect(fixture.called).toEqual(['a']);
    },
  );

  it('counts the requests that a running attempt has repeated for maxAttempts', async () => {
    const error = new ProviderError({ code: 'authentication-failed', message: 'no request left' });
    const repeated = [{ type: 'reserve-request', error }, ...after(5000, 'a')] as const;
    await using fixture = chainFixture(
      { a: repeated, b: after(1, 'b') },
      hedged({ afterMs: 1000 }, { maxAttempts: 2 }),
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('a');
    expect(fixture.called).toEqual(['a']);
    expect(chat.attempts[0]?.requests).toBe(2);
  });

  it('starts at most maxExtra attempts, one after each delay', async () => {
    const slow = after(9000, 'slow');
    await using one = chainFixture({ a: slow, b: slow, c: after(1, 'c') }, afterASecond);
    expect(await settle(one.clock, one.ask().text())).toBe('slow');
    expect(one.called).toEqual(['a', 'b']);
    await using two = chainFixture(
      { a: slow, b: slow, c: after(1, 'c') },
      hedged({ afterMs: 1000, maxExtra: 2 }),
    );
    const chat = two.ask();
    expect(await settle(two.clock, chat.text())).toBe('c');
    expect(logOf(chat)).toEqual(['a outpaced', 'b outpaced', 'c succeeded']);
    expect(two.clock.now()).toBe(2011);
  });

  it('uses the retry budget and maxAttempts', async () => {
    const slow = after(5000, 'slow');
    const scripts = { a: slow, b: after(1, 'b') };
    await using poor = chainFixture(scripts, { ...afterASecond, retryBudget: { reserve: 0 } });
    expect(await settle(poor.clock, poor.ask().text())).toBe('slow');
    await using single = chainFixture(scripts, hedged({ afterMs: 1000 }, { maxAttempts: 1 }));
    expect(await settle(single.clock, single.ask().text())).toBe('slow');
    await using limited = chainFixture(scripts, {
      ...afterASecond,
      retryBudget: { reserve: 2, ratio: 0 },
    });
    for (const word of ['b', 'b', 'slow']) {
      expect(await settle(limited.clock, limited.ask().text())).toBe(word);
    }
  });

  it('is not used for requests with effects', async () => {
    await using fixture = chainFixture({ a: after(5000, 'a'), b: after(1, 'b') }, afterASecond);
    expect(await settle(fixture.clock, fixture.ask({}, { effects: true }).text())).toBe('a');
    expect(fixture.called).toEqual(['a']);
  });

  it('skips targets that are not available', async () => {
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: after(1, 'b'), c: after(1, 'c') },
      afterASecond,
    );
    fixture.understudy.isolate({ provider: 'b', model: 'model' });
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('c');
  });

  it('logs the target that responded, after which a slower attempt had started', async () => {
    const failed = [{ type: 'wait', ms: 100 }, fails('server-error')] as const;
    await using fixture = chainFixture(
      { a: failed, b: after(1500, 'b'), c: after(5000, 'c') },
      afterASecond,
    );
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('b');
    expect(fixture.called).toEqual(['a', 'b', 'c']);
    expect(fixture.logger.warnings).toEqual(['b/model responded after a/model server-error']);
  });

  it('names the target of a streamed response that is not JSON', async () => {
    const chain = hedged({ afterMs: 1000 }, { targets: [modelRef('a/first'), modelRef('b/last')] });
    await using fixture = chainFixture(
      { a: after(1500, 'a'), b: after(5000, 'b') },
      { ...chain, models: ['first', 'last'] },
    );
    const chat = fixture.understudy.chat({
      model: 'main',
      messages: [{ role: 'user', content: 'Hi' }],
      responseFormat: { type: 'json', schema: z.object({}) },
    });
    await settle(fixture.clock, eventsOf(chat));
    expect(fixture.called).toEqual(['a', 'b']);
    expect(await failureOf(chat.response())).toMatchObject({ provider: 'a', model: 'first' });
  });

  it('reports the targets that it skips', async () => {
    const seen: string[] = [];
    const onEvent = (event: TelemetryEvent): void => {
      if (event.type !== 'attempt-end') return;
      seen.push(`${event.attempt.provider} ${event.attempt.outcome}`);
    };
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: after(1, 'b'), c: after(1, 'c') },
      { ...afterASecond, onEvent },
    );
    fixture.understudy.isolate({ provider: 'b', model: 'model' });
    const { events } = await settle(fixture.clock, eventsOf(fixture.ask()));
    expect(seen).toEqual(['b skipped', 'a outpaced', 'c succeeded']);
    const outcomes = events.flatMap((event) =>
      event.type === 'attempt-end' ? [event.outcome] : [],
    );
    expect(outcomes).toEqual(['skipped', 'outpaced', 'succeeded']);
  });

  it('does not count losers for the circuit breaker', async () => {
    await using fixture = chainFixture({ a: after(5000, 'a'), b: after(1, 'b') }, afterASecond);
    for (let chat = 0; chat < 10; chat += 1) await settle(fixture.clock, fixture.ask().text());
    expect(fixture.called.filter((id) => id === 'a')).toHaveLength(10);
  });

  it('ends both attempts if the caller aborts', async () => {
    await using fixture = chainFixture({ a: after(5000, 'a'), b: after(5000, 'b') }, afterASecond);
    const controller = new AbortController();
    const chat = fixture.ask({ signal: controller.signal });
    const failed = failureOf(chat.text());
    await fixture.clock.advance(2000);
    const reason = new Error('gone');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    expect(logOf(chat)).toEqual(['a aborted', 'b aborted']);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('ends both attempts if the caller leaves the loop', async () => {
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: [thinking, ...after(5000, 'b')] },
      afterASecond,
    );
    const chat = fixture.ask();
    const read = async (): Promise<void> => {
      for await (const event of chat) if (event.type === 'progress') break;
    };
    await settle(fixture.clock, read());
    expect(logOf(chat)).toEqual(['a aborted', 'b aborted']);
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('works with the commit "complete"', async () => {
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: after(100, 'b') },
      hedged({ afterMs: 1000 }, { commit: 'complete' }),
    );
    const { events } = await settle(fixture.clock, eventsOf(fixture.ask()));
    expect(events.filter(({ type }) => type === 'text-delta')).toEqual([text('b')]);
  });

  it('reports attempts to telemetry', async () => {
    const seen: TelemetryEvent[] = [];
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: after(100, 'b') },
      { ...afterASecond, onEvent: (event) => void seen.push(event) },
    );
    await settle(fixture.clock, fixture.ask().text());
    const summary = seen.flatMap((event) =>
      'attempt' in event
        ? [`${event.type} ${event.attempt.provider} ${event.attempt.outcome}`]
        : [],
    );
    expect(summary).toEqual([
      'attempt-start a running',
      'attempt-start b running',
      'attempt-end a outpaced',
      'attempt-end b succeeded',
    ]);
  });
});

describe('hedging by percentile', () => {
  async function warmUp(fixture: ChainFixture, chats: number): Promise<void> {
    for (let chat = 0; chat < chats; chat += 1) await settle(fixture.clock, fixture.ask().text());
  }

  it('waits for the percentile of the last minute, and hedges nothing before 10 responses', async () => {
    const quick = after(100, 'a');
    const stalled = after(5000, 'stalled');
    const scripts = {
      a: inTurn(stalled, ...Array.from({ length: 20 }, () => quick), stalled),
      b: after(10, 'b'),
    };
    await using fixture = chainFixture(scripts, hedged({ percentile: 90 }));
    await warmUp(fixture, 21);
    expect(fixture.called).not.toContain('b');
    const startedAt = fixture.clock.now();
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('b');
    expect(logOf(chat)).toEqual(['a outpaced', 'b succeeded']);
    expect(fixture.clock.now() - startedAt).toBe(120);
  });

  it('counts the time of outpaced attempts, so that slow responses stay in the percentile', async () => {
    const slow = after(2000, 'slow');
    const responses = Array.from({ length: 200 }, (_, index) =>
      index % 20 === 19 ? slow : after(100 + ((index * 37) % 97), 'a'),
    );
    await using fixture = chainFixture(
      { a: inTurn(...responses), b: after(10, 'b') },
      hedged({ percentile: 95 }),
    );
    await warmUp(fixture, 200);
    // 10 of 200 responses are slow.
    const extra = fixture.called.filter((id) => id === 'b').length;
    expect(extra).toBeGreaterThanOrEqual(9);
    expect(extra).toBeLessThanOrEqual(14);
  });

  it('hedges the slowest 5 % of the chats with the percentile 95', async () => {
    const random = new SeededRandom(3);
    const drawMs = (): number => 100 + Math.floor(100 * random.next());
    const scripts = {
      a: () => after(random.next() < 0.05 ? 20 * drawMs() : drawMs(), 'a'),
      b: () => after(drawMs(), 'b'),
    };
    await using fixture = chainFixture(scripts, hedged({ percentile: 95 }));
    await warmUp(fixture, 500);
    const called = fixture.called.length;
    const elapsed: number[] = [];
    for (let chat = 0; chat < 1000; chat += 1) {
      const startedAt = fixture.clock.now();
      await warmUp(fixture, 1);
      elapsed.push(fixture.clock.now() - startedAt);
    }
    expect(fixture.called.length - called).toBeLessThanOrEqual(1070);
    expect(elapsed.toSorted((left, right) => right - left)[10]).toBeLessThan(600);
  });
});

it('lets a pool notice that a target which always loses has become slow', async () => {
  const slow = after(5000, 'a');
  const scripts = { a: inTurn(after(100, 'a'), slow), b: after(200, 'b') };
  await using fixture = chainFixture(scripts, {
    chain: {
      targets: [{ pool: ['a/model', 'b/model'], strategy: 'fastest' }],
      hedge: { afterMs: 1000 },
    },
  });
  for (let chat = 0; chat < 29; chat += 1) await settle(fixture.clock, fixture.ask().text());
  expect(fixture.called.slice(-9)).toEqual(Array.from({ length: 9 }, () => 'b'));
});

it.each<[unknown, string]>([
  [{ afterMs: 0 }, 'chains.main.hedge.afterMs'],
  [{ percentile: 100 }, 'chains.main.hedge.percentile'],
  [{ percentile: 0 }, 'chains.main.hedge.percentile'],
  [{ percentile: 0.95 }, 'chains.main.hedge.percentile'],
  [{ percentile: Number.NaN }, 'chains.main.hedge.percentile'],
  [{ afterMs: 5, percentile: 50 }, 'chains.main.hedge'],
  [{}, 'chains.main.hedge'],
  [{ afterMs: 5, maxExtra: 0 }, 'chains.main.hedge.maxExtra'],
])('rejects hedge %o with its path', (hedge, path) => {
  const chain = Object({ hedge });
  expect(() => chainFixture({ a: [] }, { chain })).toThrow(path);
});

describe('a hedged attempt that fails after it has won', () => {
  const slow = after(5000, 'a');

  it('is followed by the target that it had outpaced', async () => {
    const cut = [{ type: 'wait', ms: 100 }, text('b'), fails('malformed-response')] as const;
    await using fixture = chainFixture({ a: slow, b: cut }, afterASecond);
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('a');
    expect(logOf(chat)).toEqual(['a outpaced', 'b failed malformed-response', 'a succeeded']);
  });

  it.each(['first-content', 'complete'] as const)(
    'is reported after the end of the one that it had outpaced (commit %s)',
    async (commit) => {
      const cut = [
        { type: 'wait', ms: 100 },
        text('b'),
        { type: 'wait', ms: 10 },
        fails('malformed-response'),
      ] as const;
      await using fixture = chainFixture(
        { a: slow, b: cut },
        hedged({ afterMs: 1000 }, { commit, midStream: 'restart' }),
      );
      const { events } = await settle(fixture.clock, eventsOf(fixture.ask()));
      const ends = events.flatMap((event) =>
        event.type === 'attempt-end' ? [`${event.attemptNumber} ${event.outcome}`] : [],
      );
      expect(ends).toEqual(['1 outpaced', '2 failed', '3 succeeded']);
    },
  );

  it('is followed by it if the app does not accept its response', async () => {
    await using fixture = chainFixture({ a: slow, b: after(100, 'b') }, afterASecond);
    const chat = fixture.ask({ accept: ({ provider }) => provider !== 'b' });
    expect(await settle(fixture.clock, chat.text())).toBe('a');
    expect(logOf(chat)).toEqual(['a outpaced', 'b failed response-rejected', 'a succeeded']);
  });
});

describe('error rules', () => {
  const filtered = [{ type: 'wait', ms: 100 }, fails('content-filtered')] as const;

  it('asks no further target after a hedged attempt whose error allows none', async () => {
    await using fixture = chainFixture(
      { a: after(5000, 'a'), b: filtered, c: after(1, 'c') },
      hedged({ afterMs: 1000, maxExtra: 2 }),
    );
    const chat = fixture.ask();
    expect(await settle(fixture.clock, chat.text())).toBe('a');
    expect(fixture.called).toEqual(['a', 'b']);
  });

  it('fails with that error if the other attempt fails too', async () => {
    await using fixture = chainFixture(
      {
        a: [{ type: 'wait', ms: 5000 }, fails('server-error')],
        b: filtered,
        c: after(1, 'c'),
      },
      afterASecond,
    );
    const error = await settle(fixture.clock, failureOf(fixture.ask().text()));
    expect(error).toMatchObject({ code: 'content-filtered', provider: 'b' });
    expect(fixture.called).toEqual(['a', 'b']);
  });

  it('hedges with no target whose context window is too small', async () => {
    await using fixture = chainFixture(
      {
        a: [fails('context-length-exceeded')],
        b: after(5000, 'b'),
        c: after(1, 'c'),
      },
      hedged(
        { afterMs: 1000 },
        {
          targets: [
            { target: modelRef('a/model'), contextTokens: 1000 },
            modelRef('b/model'),
            { target: modelRef('c/model'), contextTokens: 500 },
          ],
        },
      ),
    );
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('b');
    expect(fixture.called).toEqual(['a', 'b']);
  });
});
