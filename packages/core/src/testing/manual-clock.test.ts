import { expect, it } from 'vitest';

import { ManualClock } from './manual-clock.ts';

it('changes its time on advance() only', async () => {
  const clock = new ManualClock(1000);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 1000]);
  await clock.advance(5);
  expect([clock.now(), clock.wallNow()]).toEqual([5, 1005]);
});

it('fires timers in order, each at its own time', async () => {
  const clock = new ManualClock();
  const events: string[] = [];
  const record = (name: string) => (): void => void events.push(`${name} at ${clock.now()}`);
  clock.setTimer(record('late'), 30);
  clock.setTimer(record('first'), 10);
  clock.setTimer(record('second'), 10);
  clock.setTimer(record('past'), -5);
  clock.setTimer(record('beyond'), 31);
  await clock.advance(30);
  expect(events).toEqual(['past at 0', 'first at 10', 'second at 10', 'late at 30']);
  expect(clock.timerCount).toBe(1);
});

it('fires timers that other timers set', async () => {
  const clock = new ManualClock();
  const times: number[] = [];
  const again = (): void => {
    times.push(clock.now());
    clock.setTimer(again, 10);
  };
  again();
  await clock.advance(35);
  expect(times).toEqual([0, 10, 20, 30]);
  expect(clock.now()).toBe(35);
});

it('runs pending promises between timers', async () => {
  const clock = new ManualClock();
  const events: string[] = [];
  clock.setTimer(() => {
    void Promise.resolve()
      .then(() => new Promise((resolve) => process.nextTick(resolve)))
      .then(() => events.push('after the first'));
  }, 10);
  clock.setTimer(() => events.push('second'), 20);
  await clock.advance(20);
  expect(events).toEqual(['after the first', 'second']);
});

it('does not fire a stopped timer', async () => {
  const clock = new ManualClock();
  const stop = clock.setTimer(() => expect.unreachable(), 10);
  expect(clock.timerCount).toBe(1);
  stop();
  stop();
  expect(clock.timerCount).toBe(0);
  await clock.advance(10);
});

it('changes the wall-clock time on jumpWall() only', () => {
  const clock = new ManualClock(1000);
  clock.jumpWall(-500);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 500]);
});
