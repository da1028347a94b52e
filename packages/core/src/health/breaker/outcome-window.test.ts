import { expect, it } from 'vitest';

import { ManualClock } from '../../testing/manual-clock.ts';
import { OutcomeWindow } from './outcome-window.ts';

function counts(window: OutcomeWindow): readonly [calls: number, failures: number] {
  const { calls, failures } = window.totals;
  return [calls, failures];
}

it('counts calls and failures', () => {
  const window = new OutcomeWindow(new ManualClock(), 60_000);
  expect(counts(window)).toEqual([0, 0]);
  window.add({});
  window.add({ isFailure: true });
  window.add({ isFailure: true });
  expect(counts(window)).toEqual([3, 2]);
});

it('forgets a bucket one minute after its start', async () => {
  const clock = new ManualClock();
  const window = new OutcomeWindow(clock, 60_000);
  await clock.advance(9999);
  window.add({ isFailure: true });
  await clock.advance(1);
  window.add({});
  await clock.advance(49_999);
  expect(counts(window)).toEqual([2, 1]);
  await clock.advance(1);
  expect(counts(window)).toEqual([1, 0]);
  await clock.advance(10_000);
  expect(counts(window)).toEqual([0, 0]);
});

it('counts after a long pause', async () => {
  const clock = new ManualClock();
  const window = new OutcomeWindow(clock, 60_000);
  window.add({ isFailure: true });
  await clock.advance(365 * 86_400_000);
  window.add({});
  expect(counts(window)).toEqual([1, 0]);
});

it('forgets everything on clear()', () => {
  const window = new OutcomeWindow(new ManualClock(), 60_000);
  window.add({ isFailure: true });
  window.clear();
  expect(counts(window)).toEqual([0, 0]);
});
