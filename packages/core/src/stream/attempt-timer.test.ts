import { describe, expect, it } from 'vitest';

import type { Timeouts } from '../chat/chat-options.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { AttemptTimer } from './attempt-timer.ts';

const year = 365 * 24 * 60 * 60 * 1000;

function start(timeouts: Partial<Timeouts>): {
  readonly limits: AttemptTimer;
  readonly clock: ManualClock;
  readonly expired: string[];
} {
  const clock = new ManualClock();
  const expired: string[] = [];
  const unlimited = {
    createMs: year,
    connectMs: year,
    headersMs: year,
    firstContentMs: year,
    progressMs: year,
    idleMs: year,
    usageGraceMs: 1,
  };
  const all = { ...unlimited, totalMs: year, ...timeouts };
  const limits = new AttemptTimer(clock, all, Number.POSITIVE_INFINITY, (phase) =>
    expired.push(`${phase} at ${clock.now()}`),
  );
  return { limits, clock, expired };
}

describe('the first-content timeout', () => {
  it('counts while a pull is pending', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 100 });
    limits.resume();
    await clock.advance(99);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['first-content at 100']);
    expect(clock.timerCount).toBe(0);
  });

  it('pauses while no pull is pending, and adds up the waits', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 100 });
    await clock.advance(1000);
    limits.resume();
    await clock.advance(60);
    limits.pause();
    await clock.advance(1000);
    limits.resume();
    await clock.advance(39);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['first-content at 2100']);
  });

  it('is not ended by data without content', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 100, idleMs: 30 });
    limits.resume();
    for (let count = 0; count < 10; count++) {
      await clock.advance(9);
      limits.touch();
    }
    await clock.advance(10);
    expect(expired).toEqual(['first-content at 100']);
  });

  it('is ended by content', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 100 });
    limits.resume();
    await clock.advance(99);
    limits.foundContent();
    await clock.advance(10_000);
    expect(expired).toEqual([]);
    expect(clock.timerCount).toBe(1);
  });
});

describe('the idle timeout', () => {
  it('does not count before the first data', async () => {
    const { limits, clock, expired } = start({ idleMs: 10, firstContentMs: 100 });
    limits.resume();
    await clock.advance(99);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['first-content at 100']);
  });

  it('counts from the last data', async () => {
    const { limits, clock, expired } = start({ idleMs: 10 });
    limits.resume();
    await clock.advance(50);
    limits.touch();
    await clock.advance(9);
    limits.touch();
    await clock.advance(9);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['idle at 69']);
    expect(clock.timerCount).toBe(0);
  });

  it('counts only while a pull is pending', async () => {
    const { limits, clock, expired } = start({ idleMs: 10 });
    limits.resume();
    limits.touch();
    limits.pause();
    await clock.advance(1000);
    expect(expired).toEqual([]);
    limits.resume();
    await clock.advance(9);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['idle at 1010']);
  });

  it('continues after the first content', async () => {
    const { limits, clock, expired } = start({ idleMs: 10, firstContentMs: 5 });
    limits.resume();
    limits.touch();
    limits.foundContent();
    await clock.advance(10);
    expect(expired).toEqual(['idle at 10']);
  });
});

describe('the total timeout', () => {
  it('counts whether or not a pull is pending', async () => {
    const { limits, clock, expired } = start({ totalMs: 100, idleMs: 30 });
    await clock.advance(40);
    limits.resume();
    limits.touch();
    await clock.advance(10);
    limits.pause();
    await clock.advance(49);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['total at 100']);
    expect(clock.timerCount).toBe(0);
  });

  it('precedes the others if all expire at the same time', async () => {
    const { limits, clock, expired } = start({ totalMs: 10, idleMs: 10, firstContentMs: 10 });
    limits.resume();
    limits.touch();
    await clock.advance(10);
    expect(expired).toEqual(['total at 10']);
  });
});

describe('the timer', () => {
  it('is one for all timeouts, and none after stop()', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 50, idleMs: 20, totalMs: 1000 });
    expect(clock.timerCount).toBe(1);
    for (let count = 0; count < 30; count++) {
      limits.resume();
      await clock.advance(7);
      limits.touch();
      if (count === 3) limits.foundContent();
      limits.pause();
      await clock.advance(7);
      expect(clock.timerCount).toBe(1);
    }
    limits.stop();
    expect(clock.timerCount).toBe(0);
    await clock.advance(10_000);
    expect(expired).toEqual([]);
  });

  it('is not restarted when data arrives', async () => {
    let timers = 0;
    class CountingClock extends ManualClock {
      override setTimer(callback: () => void, delayMs: number): () => void {
        timers += 1;
        return super.setTimer(callback, delayMs);
      }
    }
    const all = {
      createMs: 1,
      connectMs: 1,
      headersMs: 1,
      firstContentMs: year,
      progressMs: year,
      idleMs: 100,
      usageGraceMs: 1,
      totalMs: year,
    };
    const limits = new AttemptTimer(new CountingClock(), all, Number.POSITIVE_INFINITY, () => {});
    for (let count = 0; count < 1000; count++) {
      limits.resume();
      limits.touch();
      limits.pause();
    }
    expect(timers).toBe(1);
    limits.stop();
  });

  it('does not fire early for a year or an infinite timeout', async () => {
    const { clock, expired } = start({});
    const forever = Number.POSITIVE_INFINITY;
    const endless = start({ firstContentMs: forever, idleMs: forever, totalMs: forever });
    await clock.advance(year - 1);
    await endless.clock.advance(10 * year);
    expect([...expired, ...endless.expired]).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual([`total at ${year}`]);
  });

  it('accepts repeated pause() and resume()', async () => {
    const { limits, clock, expired } = start({ firstContentMs: 100 });
    limits.pause();
    limits.resume();
    await clock.advance(60);
    limits.pause();
    limits.pause();
    limits.resume();
    await clock.advance(40);
    expect(expired).toEqual(['first-content at 100']);
  });
});
