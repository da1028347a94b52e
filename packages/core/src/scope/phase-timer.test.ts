import { expect, it } from 'vitest';

import { ManualClock } from '../testing/manual-clock.ts';
import { PhaseTimer } from './phase-timer.ts';

function start(): { clock: ManualClock; timer: PhaseTimer; expired: number[] } {
  const clock = new ManualClock();
  const begun = clock.now();
  const expired: number[] = [];
  const timer = new PhaseTimer(clock, () => expired.push(clock.now() - begun));
  return { clock, timer, expired };
}

it('fires once, at the timeout', async () => {
  const { clock, timer, expired } = start();
  timer.start(100);
  await clock.advance(1000);
  expect(expired).toEqual([100]);
  expect(clock.timerCount).toBe(0);
});

it('applies a longer timeout with the running timer', async () => {
  const { clock, timer, expired } = start();
  timer.start(100);
  await clock.advance(40);
  timer.start(300);
  expect(clock.timerCount).toBe(1);
  await clock.advance(299);
  expect(expired).toEqual([]);
  await clock.advance(1000);
  expect(expired).toEqual([340]);
});

it('applies a shorter timeout', async () => {
  const { clock, timer, expired } = start();
  timer.start(100);
  await clock.advance(40);
  timer.start(20);
  expect(clock.timerCount).toBe(1);
  await clock.advance(1000);
  expect(expired).toEqual([60]);
});

it('can be stopped, and started again after it was stopped or has fired', async () => {
  const { clock, timer, expired } = start();
  timer.stop();
  timer.start(100);
  timer.stop();
  expect(clock.timerCount).toBe(0);
  await clock.advance(1000);
  timer.start(200);
  await clock.advance(1000);
  expect(expired).toEqual([1200]);
  timer.start(300);
  await clock.advance(1000);
  expect(expired).toEqual([1200, 2300]);
});
