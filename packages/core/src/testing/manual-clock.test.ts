import { expect, it } from 'vitest';

import { ManualClock } from './manual-clock.ts';

it('stands still until it is moved', async () => {
  const clock = new ManualClock(1000);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 1000]);
  await clock.advance(5);
  expect([clock.now(), clock.wallNow()]).toEqual([5, 1005]);
});

it('lets timers go off in order, each at its own instant', async () => {
  const clock = new ManualClock();
  const seen: string[] = [];
  const note = (name: string) => (): void => void seen.push(`${name} at ${clock.now()}`);
  clock.setTimer(note('late'), 30);
  clock.setTimer(note('first'), 10);
  clock.setTimer(note('second'), 10);
  clock.setTimer(note('past'), -5);
  clock.setTimer(note('beyond'), 31);
  await clock.advance(30);
  expect(seen).toEqual(['past at 0', 'first at 10', 'second at 10', 'late at 30']);
  expect(clock.timerCount).toBe(1);
});

it('lets a timer that was set on the way go off too', async () => {
  const clock = new ManualClock();
  const seen: number[] = [];
  const again = (): void => {
    seen.push(clock.now());
    clock.setTimer(again, 10);
  };
  again();
  await clock.advance(35);
  expect(seen).toEqual([0, 10, 20, 30]);
  expect(clock.now()).toBe(35);
});

it('waits between timers for what they set going', async () => {
  const clock = new ManualClock();
  const seen: string[] = [];
  clock.setTimer(() => {
    void Promise.resolve()
      .then(() => new Promise((resolve) => process.nextTick(resolve)))
      .then(() => seen.push('came of the first'));
  }, 10);
  clock.setTimer(() => seen.push('second'), 20);
  await clock.advance(20);
  expect(seen).toEqual(['came of the first', 'second']);
});

it('forgets a timer that was stopped', async () => {
  const clock = new ManualClock();
  const stop = clock.setTimer(() => expect.unreachable(), 10);
  expect(clock.timerCount).toBe(1);
  stop();
  stop();
  expect(clock.timerCount).toBe(0);
  await clock.advance(10);
});

it('moves the wall time alone', () => {
  const clock = new ManualClock(1000);
  clock.jumpWall(-500);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 500]);
});
