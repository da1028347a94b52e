import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { AttemptTimer } from '../stream/attempt-timer.ts';
import { SystemClock } from './system-clock.ts';

const day = 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls back once, after the delay', () => {
  const callback = vi.fn<() => void>();
  new SystemClock(globalThis).setTimer(callback, 10);
  vi.advanceTimersByTime(9);
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(day);
  expect(callback).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, 365 * day])(
  'waits %i ms, however long that is, with timers that Node can keep',
  (delayMs) => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const callback = vi.fn<() => void>();
    new SystemClock(globalThis).setTimer(callback, delayMs);
    vi.advanceTimersByTime(delayMs - 1);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
    for (const [, ms] of set.mock.calls) expect(ms).toBeLessThanOrEqual(2 ** 31 - 1);
  },
);

it('can be stopped at any time of a long delay', () => {
  for (const passedMs of [0, 30 * day, 60 * day]) {
    const callback = vi.fn<() => void>();
    const stop = new SystemClock(globalThis).setTimer(callback, 90 * day);
    vi.advanceTimersByTime(passedMs);
    stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(90 * day);
    expect(callback).not.toHaveBeenCalled();
  }
});

it('treats a negative delay as 0, and never calls back for an infinite one', () => {
  const [past, endless] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const clock = new SystemClock(globalThis);
  clock.setTimer(past, -5);
  clock.setTimer(endless, Number.POSITIVE_INFINITY);
  vi.advanceTimersByTime(1);
  expect(past).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000 * day);
  expect(endless).not.toHaveBeenCalled();
});

it('supports a timeout of a year', () => {
  const expired: string[] = [];
  const year = 365 * day;
  const all = {
    createMs: 1,
    connectMs: 1,
    headersMs: 1,
    firstContentMs: year,
    progressMs: year,
    idleMs: year,
    usageGraceMs: 1,
    totalMs: year,
  };
  const limits = new AttemptTimer(
    new SystemClock(globalThis),
    all,
    Number.POSITIVE_INFINITY,
    (phase) => expired.push(phase),
  );
  limits.resume();
  vi.advanceTimersByTime(year - 1);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(expired).toEqual(['total']);
  limits.stop();
});

it('has a monotonic time and a wall-clock time', () => {
  vi.useRealTimers();
  const clock = new SystemClock(globalThis);
  const before = clock.now();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(Math.abs(clock.wallNow() - Date.now())).toBeLessThan(1000);
});
