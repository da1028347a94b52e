import { expect, it } from 'vitest';

import { SeededRandom } from './seeded-random.ts';

function take(seed: number, count: number): readonly number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

it('is the same for the same seed, and another for another', () => {
  expect(take(1, 100)).toEqual(take(1, 100));
  expect(take(1, 100)).not.toEqual(take(2, 100));
  expect(take(1, 3)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

it.each([0, 1, -1, 2 ** 32, 2 ** 53])('is spread from 0 up to 1 for the seed %d', (seed) => {
  const numbers = take(seed, 10_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth++) {
    const within = numbers.filter((value) => Math.floor(value * 10) === tenth).length;
    expect(within).toBeGreaterThan(800);
    expect(within).toBeLessThan(1200);
  }
});

it('makes a UUID of version 4, another each time', () => {
  const random = new SeededRandom(1);
  const uuids = Array.from({ length: 100 }, () => random.uuid());
  expect(new Set(uuids).size).toBe(100);
  for (const uuid of uuids) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
