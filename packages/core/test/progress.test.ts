import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, fails } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const thinking = { type: 'progress', activity: 'thinking' } as const;
const pause = { type: 'wait', ms: 80_000 } as const;
const timeouts = { idleMs: 1_000_000, firstContentMs: 100_000, progressMs: 300_000 };

describe('a progress event', () => {
  it('restarts the first-content timeout', async () => {
    await using fixture = chainFixture(
      { a: [pause, thinking, pause, thinking, pause, text('done'), finish] },
      { timeouts },
    );
    const response = fixture.ask().text();
    await fixture.clock.advance(240_000);
    expect(await response).toBe('done');
  });

  it('does so up to progressMs in total', async () => {
    const script = Array.from({ length: 9 }, () => [pause, thinking]).flat();
    await using fixture = chainFixture(
      { a: [...script, text('late'), finish] },
      { timeouts, retry: { maxRetries: 0 } },
    );
    const failed = failureOf(fixture.ask().text());
    await fixture.clock.advance(299_999);
    expect(fixture.provider('a').open).toBe(1);
    await fixture.clock.advance(1);
    expect(fixture.provider('a').open).toBe(0);
    expect(await failed).toMatchObject({
      code: 'timeout',
      phase: 'first-content',
      message: expect.stringContaining('no content within 300 s (timeouts.progressMs)'),
    });
  });

  it('does not shorten a longer firstContentMs', async () => {
    await using fixture = chainFixture(
      { a: [pause, thinking, { type: 'wait', ms: 390_000 }, text('done'), finish] },
      { timeouts: { ...timeouts, firstContentMs: 400_000 } },
    );
    const failed = failureOf(fixture.ask().text());
    await fixture.clock.advance(399_999);
    expect(fixture.provider('a').open).toBe(1);
    await fixture.clock.advance(1);
    expect(fixture.provider('a').open).toBe(0);
    void failed;
  });

  it('reaches the caller at once and commits nothing: the next target answers', async () => {
    await using fixture = chainFixture({
      a: [thinking, { type: 'wait', ms: 10 }, fails('overloaded')],
      b: [text('b'), finish],
    });
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    await iterator.next();
    expect((await iterator.next()).value).toEqual(thinking);
    const rest = eventsOf({ [Symbol.asyncIterator]: () => iterator });
    await fixture.clock.advance(10);
    const { events, error } = await rest;
    expect(error).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-end',
      'attempt-start',
      'response-start',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
  });

  it('alone is no content', async () => {
    await using fixture = chainFixture({ a: [thinking, finish], b: [text('b'), finish] });
    expect(await fixture.ask().text()).toBe('b');
  });
});
