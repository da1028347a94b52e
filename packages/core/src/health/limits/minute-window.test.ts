import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ManualClock } from '../../testing/manual-clock.ts';
import { MinuteWindow } from './minute-window.ts';

describe('MinuteWindow', () => {
  it('counts a use for one minute from its start', async () => {
    const clock = new ManualClock();
    const window = new MinuteWindow(clock);
    const reservation = window.reserve(3);
    await clock.advance(100_000);
    expect(window.fitsAt(1, 3)).toBeUndefined();
    reservation.start();
    reservation.start();
    expect(window.fitsAt(1, 3)).toBe(160_000);
    await clock.advance(59_999);
    expect(window.fitsAt(1, 3)).toBe(160_000);
    await clock.advance(1);
    expect(window.fitsAt(3, 3)).toBe(160_000);
    expect(window.isEmpty).toBe(true);
  });

  it('gives back a reservation that was not used', () => {
    const window = new MinuteWindow(new ManualClock());
    const reservation = window.reserve(5);
    reservation.end();
    reservation.end();
    expect(window.isEmpty).toBe(true);
  });

  it('gives back what was not needed, and counts what was needed more from now on', async () => {
    const clock = new ManualClock();
    const window = new MinuteWindow(clock);
    const less = window.reserve(10);
    const more = window.reserve(10);
    less.start();
    more.start();
    await clock.advance(30_000);
    less.settle(4);
    more.settle(15);
    expect(window.fitsAt(1, 19)).toBe(60_000);
    expect(window.fitsAt(1, 20)).toBe(30_000);
    await clock.advance(30_000);
    expect(window.fitsAt(5, 10)).toBe(60_000);
    expect(window.fitsAt(6, 10)).toBe(90_000);
  });

  it('ignores what is given back after the use has expired', async () => {
    const clock = new ManualClock();
    const window = new MinuteWindow(clock);
    const reservation = window.reserve(10);
    reservation.start();
    await clock.advance(60_000);
    reservation.settle(4);
    expect(window.isEmpty).toBe(true);
  });

  it('never lets more start in a minute than fits', async () => {
    const steps = fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 5 })), {
      maxLength: 60,
    });
    const property = fc.asyncProperty(steps, async (uses) => {
      const clock = new ManualClock();
      const window = new MinuteWindow(clock);
      const started: { readonly at: number; readonly amount: number }[] = [];
      for (const [pause, amount] of uses) {
        await clock.advance(pause);
        if (window.fitsAt(amount, 10) !== clock.now()) continue;
        const reservation = window.reserve(amount);
        await clock.advance(pause % 1000);
        reservation.start();
        started.push({ at: clock.now(), amount });
      }
      for (const { at } of started) {
        const inMinute = started.filter((use) => use.at >= at && use.at < at + 60_000);
        expect(inMinute.reduce((sum, use) => sum + use.amount, 0)).toBeLessThanOrEqual(10);
      }
    });
    await fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
