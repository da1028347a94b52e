import { expect, it } from 'vitest';

import { ManualClock } from '../testing/manual-clock.ts';
import { OutcomeWindow } from './outcome-window.ts';

it('counts calls and failures', () => {
  const window = new OutcomeWindow(new ManualClock(), 60_000);
  expect([window.calls, window.failures]).toEqual([0, 0]);
  window.add('success');
  window.add('failure');
  window.add('failure');
  expect([window.calls, window.failures]).toEqual([3, 2]);
});

it('forgets a bucket one minute after its start', async () => {
  const clock = new ManualClock();
  const window = new OutcomeWindow(clock, 60_000);
  await clock.advance(9999);
  window.add('failure');
  await clock.advance(1);
  window.add('success');
  await clock.advance(49_999);
  expect([window.calls, window.failures]).toEqual([2, 1]);
  await clock.advance(1);
  expect([window.calls, window.failures]).toEqual([1, 0]);
  await clock.advance(10_000);
  expect([window.calls, window.failures]).toEqual([0, 0]);
});

it('counts after a long pause', async () => {
  const clock = new ManualClock();
  const window = new OutcomeWindow(clock, 60_000);
  window.add('failure');
  await clock.advance(365 * 86_400_000);
  window.add('success');
  expect([window.calls, window.failures]).toEqual([1, 0]);
});

it('forgets everything on clear()', () => {
  const window = new OutcomeWindow(new ManualClock(), 60_000);
  window.add('failure');
  window.clear();
  expect([window.calls, window.failures]).toEqual([0, 0]);
});
