import type { ChatEvent } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, inTurn } from './chain-fixture.ts';
import { finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];

/** Reads a chat up to the end of the next attempt. */
async function nextAttemptEnd(
  iterator: AsyncIterator<ChatEvent, unknown>,
): Promise<ChatEvent | undefined> {
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return undefined;
    if (value.type === 'attempt-end') return value;
  }
}

describe('a wait', () => {
  it('ends at the instant that was decided, also if the caller pulls later', async () => {
    await using fixture = chainFixture({
      a: inTurn([fails('rate-limited', { retryAfterMs: 3000 })], answer),
    });
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    expect(await nextAttemptEnd(iterator)).toMatchObject({ next: 'retry', delayMs: 3000 });
    await fixture.clock.advance(3000);
    const waitedUntil = fixture.clock.now();
    const next = iterator.next();
    await fixture.clock.advance(0);
    expect((await next).value).toMatchObject({ type: 'attempt-start', attemptNumber: 2 });
    expect(fixture.clock.now()).toBe(waitedUntil);
    await iterator.return?.();
  });

  it('takes only the rest of the time if the caller pulls in the middle', async () => {
    await using fixture = chainFixture({
      a: inTurn([fails('rate-limited', { retryAfterMs: 3000 })], answer),
    });
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    await nextAttemptEnd(iterator);
    await fixture.clock.advance(2000);
    const next = iterator.next();
    await fixture.clock.advance(999);
    expect(fixture.called).toEqual(['a']);
    await fixture.clock.advance(1);
    await next;
    expect(fixture.called).toEqual(['a', 'a']);
    await iterator.return?.();
  });

  it('for a backoff is not drawn again when the caller pulls late', async () => {
    await using fixture = chainFixture(
      { a: inTurn([fails('server-error')], answer) },
      { retry: { initialDelayMs: 1000 } },
    );
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    expect(await nextAttemptEnd(iterator)).toMatchObject({ next: 'retry', delayMs: 500 });
    await fixture.clock.advance(600);
    const next = iterator.next();
    await fixture.clock.advance(0);
    await next;
    expect(fixture.called).toEqual(['a', 'a']);
    await iterator.return?.();
  });
});

describe('a retry that was decided for a caller that stopped pulling', () => {
  it('leaves its share of the budget to others', async () => {
    await using fixture = chainFixture(
      { a: [fails('server-error')] },
      {
        retry: { maxRetries: 1, initialDelayMs: 0 },
        retryBudget: { reserve: 10, ratio: 0.2 },
      },
    );
    // More chats than the budget has retries: 10 in reserve, and 6 that the chats add.
    for (let index = 0; index < 30; index += 1) {
      const iterator = fixture.ask()[Symbol.asyncIterator]();
      expect(await nextAttemptEnd(iterator)).toMatchObject({ next: 'retry' });
      fixture.understudy.resetHealth();
      await fixture.clock.advance(0);
    }
  });
});

describe('whole milliseconds', () => {
  it('are reported for a delay, and the retry starts at its exact time', async () => {
    await using fixture = chainFixture(
      { a: inTurn([fails('server-error')], answer) },
      { retry: { initialDelayMs: 1001 } },
    );
    const chat = fixture.ask();
    const received = chat.text();
    await fixture.clock.advance(500.25);
    expect(fixture.called).toEqual(['a']);
    await fixture.clock.advance(0.25);
    expect(await received).toBe('yes');
    expect(chat.attempts).toMatchObject([{ next: { kind: 'retry', delayMs: 501 } }, {}]);
  });

  it('are reported in errors, by health() and by explain()', async () => {
    await using fixture = chainFixture({ a: [fails('rate-limited', { retryAfterMs: 2000.25 })] });
    const options = { deadlineMs: 1000 };
    await expect(fixture.ask(options).text()).rejects.toMatchObject({ retryAfterMs: 2001 });
    await fixture.clock.advance(0.5);
    expect(fixture.understudy.health()).toMatchObject([{ retryAfterMs: 2001 }]);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(fixture.understudy.explain({ model: 'main', messages }).targets).toMatchObject([
      { skipped: { code: 'cooling-down', retryAfterMs: 2001 } },
    ]);
    await expect(fixture.ask(options).text()).rejects.toMatchObject({ retryAfterMs: 2001 });
  });
});
